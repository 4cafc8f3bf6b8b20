package io.licensewatch.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Where an embedded stack keeps its state, held by one process at a time.
 *
 * <p>The lock is the operating system's: it ends with the process, however that ends. A file left behind by a process
 * that was killed therefore locks nobody out.
 */
public final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final boolean temporary;
    private final @Nullable FileChannel lock;

    private DataDirectory(Path path, boolean temporary, @Nullable FileChannel lock) {
        this.path = path;
        this.temporary = temporary;
        this.lock = lock;
    }

    /** A directory that goes when it is closed. */
    public static DataDirectory temporary() {
        try {
            return new DataDirectory(Files.createTempDirectory("licensewatch-"), true, null);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary directory", e);
        }
    }

    /** A directory that stays; made if it is not there. */
    public static DataDirectory at(Path path) {
        Path directory = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(
                    directory.resolve("licensewatch.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new EmbeddedStartException("data directory " + directory
                        + " is in use by another licensewatch process; stop that one or choose another directory");
            }
            return new DataDirectory(directory, false, channel);
        } catch (IOException e) {
            throw new EmbeddedStartException("cannot use data directory " + directory + ": " + e, e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    public Path path() {
        return path;
    }

    public Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() {
        try {
            if (lock != null) {
                lock.close();
            }
            if (temporary) {
                deleteAll(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot leave " + path, e);
        }
    }

    private static void deleteAll(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // gone in the meantime
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
