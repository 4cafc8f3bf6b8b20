package io.licensewatch.console.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file that is read again when it is another one than before. */
final class WatchedFile<T> {
    private final Path path;
    private final Reading<T> reading;
    private @Nullable Stamp stamp;
    private @Nullable T content;

    interface Reading<T> {
        /** Whatever the file holds; of a file that cannot be read, what holds without it. */
        T read(Path path);
    }

    /** Two versions of a file differ in one of these. */
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
        Stamp now = Stamp.of(path); // before reading: a change while reading is read next time
        T known = content;
        if (known == null || !now.equals(stamp)) {
            known = reading.read(path);
            content = known;
            stamp = now;
        }
        return known;
    }

    /** Whether others than its owner may change it; that would make them whoever they want to be. */
    static boolean isWritableByOthers(Path path) throws IOException {
        if (!Files.getFileStore(path).supportsFileAttributeView("posix")) {
            return false;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        return permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }
}
