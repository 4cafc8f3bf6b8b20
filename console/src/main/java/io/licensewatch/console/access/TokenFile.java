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

/** The tokens of people. Removing a line ends the sessions of its token. */
final class TokenFile implements Credentials {
    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);

    private final WatchedFile<Content> file;

    private record Content(List<TokenLine> lines, List<String> problems) {}

    private TokenFile(Path path) {
        file = new WatchedFile<>(path, TokenFile::readAgain);
    }

    /** @throws ConfigurationException if a line is invalid, or if there is none */
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

    /** Invalid lines are ignored: the others remain valid, and removed tokens are revoked. */
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
                        List.of(), List.of(named + " is writable by other users than its owner: chmod go-w " + path));
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
