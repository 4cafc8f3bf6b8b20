package io.licensewatch.console.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.sqlite.SQLiteConfig;

/** An SQLite database of one process: one connection for writing, and several for reading, each request in one snapshot. */
public final class Database implements AutoCloseable {
    private static final String FILE = "console.db";
    private static final int BUSY_MILLIS = 10_000;
    private static final int READERS = 4;
    /** Writes go to a WAL of this size before they are copied into the file, so that pages that change often are copied once. */
    private static final int LOG_KIB = 64 << 10;

    private static final int PAGE_KIB = 4;
    private static final int WRITER_CACHE_KIB = 32 << 10;
    private static final int READER_CACHE_KIB = 4 << 10;

    private final FileChannel lock;
    private final Connection writer;
    private final Readers readers;

    private Database(FileChannel lock, Connection writer, Readers readers) {
        this.lock = lock;
        this.writer = writer;
        this.readers = readers;
    }

    /**
     * Opens or creates the database; migrates an older version.
     *
     * @throws DatabaseInUseException if another process has it open
     * @throws UnknownVersionException if a later release has written it, or one that is too old
     */
    public static Database open(Path directory) throws SQLException {
        FileChannel lock = lock(directory);
        try {
            String url = "jdbc:sqlite:" + directory.resolve(FILE);
            Connection writer = DriverManager.getConnection(url, writing());
            Migrations.apply(writer, directory);
            seldomCheckpoints(writer);
            writer.setAutoCommit(false);
            return new Database(lock, writer, Readers.open(READERS, () -> DriverManager.getConnection(url, reading())));
        } catch (SQLException | RuntimeException e) {
            unlock(lock);
            throw e;
        }
    }

    private static Properties writing() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // After a power failure the last transactions may be missing, rows together with offsets: they are read again.
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setCacheSize(-WRITER_CACHE_KIB);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, Integer.toString(LOG_KIB << 10));
        // Otherwise the driver queries the last rowid after each statement.
        config.setGetGeneratedKeys(false);
        return config.toProperties();
    }

    private static void seldomCheckpoints(Connection writer) throws SQLException {
        try (Statement statement = writer.createStatement()) {
            statement.execute("PRAGMA wal_autocheckpoint = " + LOG_KIB / PAGE_KIB);
        }
    }

    private static Properties reading() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setCacheSize(-READER_CACHE_KIB);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setReadOnly(true);
        return config.toProperties();
    }

    private static FileChannel lock(Path directory) {
        try {
            Files.createDirectories(directory);
            if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            }
            FileChannel channel =
                    FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                if (channel.tryLock() != null) {
                    return channel;
                }
            } catch (OverlappingFileLockException e) {
                // another part of this process has the lock
            }
            channel.close();
            throw new DatabaseInUseException(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use directory " + directory, e);
        }
    }

    private static void unlock(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The connection of the writing thread; without auto-commit. */
    public Connection writer() {
        return writer;
    }

    /** All reads within it see the same committed state. */
    public <T> T read(Function<Handle, T> reading) {
        return readers.read(reading);
    }

    @Override
    public void close() throws SQLException {
        try {
            readers.close();
            writer.close();
        } finally {
            unlock(lock);
        }
    }
}
