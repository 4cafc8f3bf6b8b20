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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.common.TopicPartition;

/** Writes what a replay reads into a directory, one file for each partition; only its owner may read them. */
final class CopyWriter implements AutoCloseable {
    private static final int BUFFER_BYTES = 32 << 10;

    private final Path directory;
    private final boolean made;
    private final Map<TopicPartition, Part> parts = new LinkedHashMap<>();
    private boolean finished;

    private CopyWriter(Path directory, boolean made) {
        this.directory = directory;
        this.made = made;
    }

    /** @throws ConfigurationException when the directory cannot be made, or holds something */
    static CopyWriter begin(Path directory) {
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
            return new CopyWriter(directory, made);
        } catch (IOException e) {
            throw new ConfigurationException("--save " + directory + " cannot be written: " + e);
        }
    }

    void add(SourceRecord record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        try {
            Part part = parts.get(partition);
            if (part == null) {
                part = new Part(directory.resolve(new Manifest.Part(record.topic(), record.partition(), 0, "").file()));
                parts.put(partition, part);
            }
            part.add(record);
        } catch (IOException e) {
            throw new UncheckedIOException("--save " + directory + " cannot be written", e);
        }
    }

    /** What was read is whole. */
    void finish(History history, Frontier first, Frontier last) throws IOException {
        List<Manifest.Part> files = new ArrayList<>();
        for (Map.Entry<TopicPartition, Part> one : parts.entrySet()) {
            String sha256 = one.getValue().finish();
            files.add(
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
                last,
                files);
        Path unfinished = directory.resolve(Manifest.FILE + ".part");
        try (OutputStream out = newFile(unfinished)) {
            out.write(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
        }
        Files.move(unfinished, directory.resolve(Manifest.FILE), StandardCopyOption.ATOMIC_MOVE);
        finished = true;
    }

    /** What is unfinished is removed. */
    @Override
    public void close() {
        for (Part part : parts.values()) {
            part.close();
        }
        if (finished) {
            return;
        }
        try {
            for (Part part : parts.values()) {
                Files.deleteIfExists(part.file);
            }
            Files.deleteIfExists(directory.resolve(Manifest.FILE + ".part"));
            if (made) {
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the unfinished copy in " + directory + " is left, remove it", e);
        }
    }

    private static OutputStream newFile(Path file) throws IOException {
        Files.createFile(file, mode(file, "rw-------"));
        return new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES);
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
        private final OutputStream out;
        private long records;

        Part(Path file) throws IOException {
            this.file = file;
            this.out = new GZIPOutputStream(new DigestOutputStream(newFile(file), digest), BUFFER_BYTES);
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

        void close() {
            try {
                out.close();
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be written", e);
            }
        }
    }
}
