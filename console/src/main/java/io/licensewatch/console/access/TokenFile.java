package io.licensewatch.console.access;

import io.licensewatch.runtime.settings.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who may log in by a token. A line that is taken out ends what its token has opened. */
final class TokenFile implements Credentials {
    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);

    private final WatchedFile<Content> file;

    private record Content(List<TokenLine> lines, List<String> problems) {}

    private TokenFile(Path path) {
        file = new WatchedFile<>(path, TokenFile::readAgain);
    }

    /** @throws ConfigurationException when not every line of it is right, or it has none */
    static TokenFile open(Path path) {
        Content content = read(path);
        if (!content.problems().isEmpty()) {
            throw new ConfigurationException(content.problems());
        }
        if (content.lines().isEmpty()) {
            throw new ConfigurationException(path + " (licensewatch.console.tokens-file) has no line;"
                    + " licensewatch console token NAME --role view prints one");
        }
        return new TokenFile(path);
    }

    @Override
    public Optional<Login> check(String credential) {
        String hash = TokenLine.hash(credential);
        return person(hash).map(person -> now -> person(hash));
    }

    private Optional<Person> person(String hash) {
        return file.content().lines().stream()
                .filter(line -> line.isOf(hash))
                .map(TokenLine::person)
                .findFirst();
    }

    /** Lines that are not right count for nothing: the others still get in, and nobody who was taken out does. */
    private static Content readAgain(Path path) {
        Content content = read(path);
        content.problems().forEach(LOG::warn);
        LOG.atInfo().addKeyValue("lines", content.lines().size()).log("tokens file read");
        return content;
    }

    private static Content read(Path path) {
        List<TokenLine> lines = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        String named = path + " (licensewatch.console.tokens-file)";
        try {
            if (WatchedFile.isWritableByOthers(path)) {
                return new Content(
                        List.of(), List.of(named + " can be changed by others than its owner: chmod go-w " + path));
            }
            int number = 0;
            for (String line : Files.readAllLines(path)) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    try {
                        lines.add(TokenLine.parse(line));
                    } catch (IllegalArgumentException e) {
                        problems.add(named + ", line " + number + " " + e.getMessage());
                    }
                }
            }
        } catch (NoSuchFileException e) {
            problems.add(named + " does not exist");
        } catch (IOException e) {
            problems.add(named + " cannot be read: " + e.getMessage());
        }
        return new Content(List.copyOf(lines), List.copyOf(problems));
    }
}
