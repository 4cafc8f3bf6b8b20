package io.licensewatch.streams.replay;

import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.topic.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A copy that {@link CopyWriter} has written; one that is unfinished or damaged is refused. */
final class SavedHistory implements History {
    private static final int BUFFER_BYTES = 32 << 10;

    private final Path directory;
    private final Manifest manifest;
    private final List<SavedLane> open = new ArrayList<>();

    private SavedHistory(Path directory, Manifest manifest) {
        this.directory = directory;
        this.manifest = manifest;
    }

    /** @throws ConfigurationException when it is no copy, or not as it was written */
    static SavedHistory open(Path directory) {
        try {
            Manifest manifest =
                    Json.MAPPER.readValue(Files.readAllBytes(directory.resolve(Manifest.FILE)), Manifest.class);
            if (manifest.format() != Manifest.FORMAT) {
                throw refused(
                        directory, "its format is " + manifest.format() + ", this release reads " + Manifest.FORMAT);
            }
            for (Manifest.Part part : manifest.files()) {
                check(directory, part);
            }
            SavedHistory history = new SavedHistory(directory, manifest);
            String frontiers = history.topics().frontier();
            if (manifest.files().stream().noneMatch(part -> part.topic().equals(frontiers))) {
                throw refused(directory, "its " + Manifest.FILE + " names no file of " + frontiers);
            }
            return history;
        } catch (NoSuchFileException e) {
            throw refused(
                    directory,
                    e.getFile().endsWith(Manifest.FILE)
                            ? "it has no " + Manifest.FILE + ": it is no copy, or its writing was interrupted"
                            : "its file " + e.getFile() + " is missing");
        } catch (ConfigurationException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw refused(directory, "it cannot be read: " + e);
        }
    }

    private static void check(Path directory, Manifest.Part part) throws IOException {
        MessageDigest digest = CopyWriter.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(directory.resolve(part.file())), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(part.sha256())) {
            throw refused(
                    directory,
                    "its file " + part.file() + " is damaged: its checksum is another than when it was written");
        }
    }

    private static ConfigurationException refused(Path directory, String why) {
        return new ConfigurationException("the copy in " + directory + " cannot be used: " + why);
    }

    @Override
    public Lanes lanes(Instant from) {
        String frontiers = topics().frontier();
        Lane ofFrontiers = new Lane() {
            @Override
            public TopicPartition partition() {
                return new TopicPartition(frontiers, 0);
            }

            @Override
            public @Nullable SourceRecord next() {
                return null;
            }
        };
        List<Lane> rows = new ArrayList<>();
        for (Manifest.Part part : manifest.files()) {
            SavedLane lane = new SavedLane(directory, part);
            open.add(lane);
            if (part.topic().equals(frontiers)) {
                ofFrontiers = lane;
            } else {
                rows.add(lane);
            }
        }
        return new Lanes(ofFrontiers, rows);
    }

    @Override
    public String place() {
        return "the copy in " + directory + " of the topics " + manifest.prefix() + ".* (cluster " + manifest.cluster()
                + ", read at " + manifest.readAt() + ")";
    }

    @Override
    public String cluster() {
        return manifest.cluster();
    }

    @Override
    public Instant readAt() {
        return manifest.readAt();
    }

    @Override
    public Topics topics() {
        return new Topics(manifest.prefix(), manifest.partitions(), manifest.maxRecordBytes());
    }

    @Override
    public Optional<Frontier> first() {
        return Optional.of(manifest.first());
    }

    @Override
    public Optional<Frontier> last() {
        return Optional.of(manifest.last());
    }

    @Override
    public Optional<Instant> end() {
        return Optional.of(manifest.until());
    }

    @Override
    public boolean whole() {
        return manifest.whole();
    }

    @Override
    public long size() {
        return manifest.files().stream()
                .filter(part -> !part.topic().equals(topics().frontier()))
                .mapToLong(Manifest.Part::records)
                .sum();
    }

    @Override
    public void close() {
        open.forEach(SavedLane::close);
    }

    private static final class SavedLane implements Lane {
        private final Path file;
        private final Manifest.Part part;
        private final BufferedReader in;

        SavedLane(Path directory, Manifest.Part part) {
            this.file = directory.resolve(part.file());
            this.part = part;
            try {
                in = new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file), BUFFER_BYTES), StandardCharsets.UTF_8),
                        BUFFER_BYTES);
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be read", e);
            }
        }

        @Override
        public TopicPartition partition() {
            return new TopicPartition(part.topic(), part.partition());
        }

        @Override
        public @Nullable SourceRecord next() {
            try {
                String line = in.readLine();
                return line == null ? null : RecordLine.read(line, part.topic(), part.partition());
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be read", e);
            }
        }

        void close() {
            try {
                in.close();
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be closed", e);
            }
        }
    }
}
