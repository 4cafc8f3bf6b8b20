package io.licensewatch.streams.replay;

import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.topic.Topics;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what a replay reads into a directory, one file for each partition; only its owner may read them. */
final class CopyWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CopyWriter.class);
    private static final int BUFFER_BYTES = 32 << 10;

    private final Path directory;
    private final boolean made;
    private final Opener opener;
    private final Map<TopicPartition, Part> parts = new LinkedHashMap<>();
    private final List<Path> files = new ArrayList<>();
    private boolean finished;

    /** How a file is written that has been made. */
    @FunctionalInterface
    interface Opener {
        OutputStream open(Path file) throws IOException;
    }

    private CopyWriter(Path directory, boolean made, Opener opener) {
        this.directory = directory;
        this.made = made;
        this.opener = opener;
    }

    /** @throws ConfigurationException when the directory cannot be made, or holds something */
    static CopyWriter begin(Path directory) {
        return begin(directory, Files::newOutputStream);
    }

    static CopyWriter begin(Path directory, Opener opener) {
        try {
            boolean made = Files.notExists(directory);
            if (made) {
                Files.createDirectories(directory, mode(directory, "rwx------"));
            }
            try (Stream<Path> files = Files.list(directory)) {
                if (files.findAny().isPresent()) {
                    throw new ConfigurationException(
                            "--save " + directory + " is not empty: name a new directory, or empty this one");
                }
            }
            return new CopyWriter(directory, made, opener);
        } catch (IOException e) {
            throw new ConfigurationException("--save " + directory + " cannot be written: " + e);
        }
    }

    void add(SourceRecord record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        try {
            Part part = parts.get(partition);
            if (part == null) {
                Path file = directory.resolve(new Manifest.Part(record.topic(), record.partition(), 0, "").file());
                part = new Part(file, newFile(file));
                parts.put(partition, part);
            }
            part.add(record);
        } catch (IOException e) {
            throw new UncheckedIOException("--save " + directory + " cannot be written", e);
        }
    }

    /** What was read is whole. */
    void finish(History history, Frontier first, Instant until) throws IOException {
        List<Manifest.Part> written = new ArrayList<>();
        for (Map.Entry<TopicPartition, Part> one : parts.entrySet()) {
            String sha256 = one.getValue().finish();
            written.add(
                    new Manifest.Part(one.getKey().topic(), one.getKey().partition(), one.getValue().records, sha256));
        }
        Topics topics = history.topics();
        boolean whole = history.whole()
                && history.first()
                        .filter(one -> one.position().equals(first.position()))
                        .isPresent();
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                history.cluster(),
                history.readAt(),
                topics.prefix(),
                topics.partitions(),
                topics.maxRecordBytes(),
                whole,
                first,
                history.last().orElse(first),
                until,
                written);
        Path unfinished = directory.resolve(Manifest.FILE + ".part");
        try (OutputStream out = newFile(unfinished)) {
            out.write(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
        }
        Files.move(unfinished, directory.resolve(Manifest.FILE), StandardCopyOption.ATOMIC_MOVE);
        finished = true;
    }

    /** What is unfinished is removed, also when the disk is full. */
    @Override
    public void close() {
        if (finished) {
            return;
        }
        parts.values().forEach(Part::abandon);
        List<Path> unfinished = new ArrayList<>(files);
        if (made) {
            unfinished.add(directory);
        }
        IOException failed = null;
        for (Path file : unfinished) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                failed = failed == null ? e : failed;
            }
        }
        if (failed != null) {
            throw new UncheckedIOException("the unfinished copy in " + directory + " is left, remove it", failed);
        }
    }

    private OutputStream newFile(Path file) throws IOException {
        Files.createFile(file, mode(file, "rw-------"));
        files.add(file); // from here on it is ours to remove
        return new BufferedOutputStream(opener.open(file), BUFFER_BYTES);
    }

    /** Where the file system knows such rights. */
    private static FileAttribute<?>[] mode(Path file, String rights) {
        Path existing = file.toAbsolutePath();
        while (existing != null && Files.notExists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = existing.getParent();
        }
        boolean posix = existing != null && Files.getFileAttributeView(existing, PosixFileAttributeView.class) != null;
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static final class Part {
        private final Path file;
        private final MessageDigest digest = sha256();
        private final OutputStream raw;
        private final OutputStream out;
        private long records;

        Part(Path file, OutputStream raw) throws IOException {
            this.file = file;
            this.raw = raw;
            this.out = new GZIPOutputStream(new DigestOutputStream(raw, digest), BUFFER_BYTES);
        }

        void add(SourceRecord record) throws IOException {
            out.write(RecordLine.write(record));
            out.write('\n');
            records++;
        }

        String finish() throws IOException {
            out.close();
            return HexFormat.of().formatHex(digest.digest());
        }

        /** What could not be written any more does not matter, but the file is to be closed. */
        void abandon() {
            for (OutputStream one : List.of(out, raw)) {
                try {
                    one.close();
                } catch (IOException e) {
                    LOG.debug("{} is not written to its end, and removed", file, e);
                }
            }
        }
    }
}
