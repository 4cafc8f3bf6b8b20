package io.licensewatch.streams.replay;

import io.licensewatch.runtime.settings.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Is removed with all that is in it. */
record TemporaryDirectory(Path path) implements AutoCloseable {
    /** @throws ConfigurationException when nothing can be written there */
    static TemporaryDirectory in(Path parent) {
        try {
            return new TemporaryDirectory(Files.createTempDirectory(parent, "licensewatch-replay-"));
        } catch (IOException e) {
            throw new ConfigurationException("no directory for temporary files can be made in " + parent + ": " + e
                    + "; name another one with --temp");
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("temporary files are left in " + path + ", remove them", e);
        }
    }
}
