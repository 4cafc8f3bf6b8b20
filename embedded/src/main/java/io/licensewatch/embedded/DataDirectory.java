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
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an embedded stack keeps its state, held by one process at a time.
 *
 * <p>The lock is the operating system's: it ends with the process, however that ends. A file left behind by a process
 * that was killed therefore locks nobody out.
 */
public final class DataDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
    private static final String LOCK = "licensewatch.lock";
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");

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

    /** A directory that is kept, and created if it does not exist. Only its owner may read it: it holds rows and passwords. */
    public static DataDirectory at(Path path) {
        Path directory = path.toAbsolutePath().normalize();
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory, SuperuserPassword.ownersOnly("rwx------"));
            }
            close(directory);
            FileChannel channel =
                    FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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

    /** To others. One that may not be ours alone is not touched. */
    private static void close(Path directory) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
        if (view == null) {
            return; // a file system that knows no such rights
        }
        Set<PosixFilePermission> found = view.readAttributes().permissions();
        if (OWNERS.containsAll(found)) {
            return;
        }
        String open =
                "data directory " + directory + " is open to others (" + PosixFilePermissions.toString(found) + ")";
        if (!isOurs(directory)) {
            throw new EmbeddedStartException(
                    open + " and holds other things than ours; choose another, or: chmod 700 " + directory);
        }
        try {
            view.setPermissions(OWNERS);
        } catch (IOException e) {
            throw new EmbeddedStartException(
                    open + " and cannot be closed to them: " + e + "; chmod 700 " + directory, e);
        }
        LOG.warn("{}: closed, it is rwx------ now", open);
    }

    private static boolean isOurs(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> all = files.toList();
            return all.isEmpty() || all.contains(directory.resolve(LOCK));
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
