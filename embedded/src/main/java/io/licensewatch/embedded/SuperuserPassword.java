package io.licensewatch.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * The password of an embedded cluster's superuser: random, made with the cluster, and kept beside it in a file in the form of
 * libpq's {@code .pgpass}, which only its owner may read.
 *
 * @param file for {@code PGPASSFILE}
 */
record SuperuserPassword(Path file, String text) {
    private static final int BYTES = 24;
    private static final String EVERY_SERVER = "*:*:*:" + EmbeddedPostgres16.USER + ":";

    static boolean existsFor(Path cluster) {
        return Files.exists(file(cluster));
    }

    private static Path file(Path cluster) {
        return cluster.resolveSibling(cluster.getFileName() + ".pgpass");
    }

    /** The one of the cluster; made if there is none. */
    static SuperuserPassword of(Path cluster) throws IOException {
        Path file = file(cluster);
        if (!existsFor(cluster)) {
            write(file, EVERY_SERVER + random() + "\n");
        }
        return new SuperuserPassword(file, Files.readString(file).strip().substring(EVERY_SERVER.length()));
    }

    /** The password alone, for initdb; to be deleted afterwards. */
    Path alone() throws IOException {
        Path alone = file.resolveSibling(file.getFileName() + ".initdb");
        Files.deleteIfExists(alone);
        write(alone, text + "\n");
        return alone;
    }

    /** Letters and digits: it needs no escape anywhere. */
    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createFile(file, ownersOnly("rw-------"));
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** As attributes of what is made; none where the file system knows no such rights. */
    static FileAttribute<?>[] ownersOnly(String permissions) {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> rights = PosixFilePermissions.fromString(permissions);
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(rights)};
    }

    @Override
    public String toString() {
        return "password in " + file;
    }
}
