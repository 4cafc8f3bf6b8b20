package io.licensewatch.console.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file that is read again when it has changed. */
final class WatchedFile<T> {
    private final Path path;
    private final Reading<T> reading;
    private @Nullable Stamp stamp;
    private @Nullable T content;

    interface Reading<T> {
        /** The parsed content; the fallback if the file cannot be read. */
        T read(Path path);
    }

    /** Two versions of a file differ in at least one of these. */
    private record Stamp(
            FileTime changed, long size, @Nullable Object key) {
        static final Stamp ABSENT = new Stamp(FileTime.fromMillis(0), -1, null);

        static Stamp of(Path path) {
            try {
                BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
                return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
            } catch (IOException e) {
                return ABSENT;
            }
        }
    }

    WatchedFile(Path path, Reading<T> reading) {
        this.path = path;
        this.reading = reading;
    }

    synchronized T content() {
        Stamp now = Stamp.of(path); // before reading, so that a change during reading is read next time
        T known = content;
        if (known == null || !now.equals(stamp)) {
            known = reading.read(path);
            content = known;
            stamp = now;
        }
        return known;
    }

    /** Whether other users than its owner may write it; they could log in as anybody. */
    static boolean isWritableByOthers(Path path) throws IOException {
        if (!Files.getFileStore(path).supportsFileAttributeView("posix")) {
            return false;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        return permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }
}
