package io.licensewatch.worker.sql;

import io.licensewatch.embedded.DataDirectory;
import io.licensewatch.embedded.EmbeddedPostgres16;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Postgres 16 for a test class, without authentication, with a database for each requested source. */
final class Postgres implements BeforeAllCallback, AfterAllCallback {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Map<Family, Source> shared = new EnumMap<>(Family.class);
    private final Map<Family, String> templates = new EnumMap<>(Family.class);
    private @Nullable DataDirectory directory;
    private @Nullable EmbeddedPostgres16 server;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        directory = DataDirectory.temporary();
        Path data = directory.resolve("postgres");
        server = EmbeddedPostgres16.start(data, 0, Map.of("max_connections", "100", "max_prepared_transactions", "5"));
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            Files.writeString(data.resolve("pg_hba.conf"), "host all all all trust\n");
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        DataDirectory last = directory;
        EmbeddedPostgres16 first = server;
        try (last;
                first) {
            return;
        }
    }

    /** A new database of a family, not prepared. */
    Source source(Family family) throws Exception {
        String database = "source" + NUMBER.incrementAndGet();
        int port = Objects.requireNonNull(server, "started").port();
        Source admin = new Source(port, "postgres", family);
        admin.execute("CREATE DATABASE " + database);
        Source source = new Source(port, database, family);
        source.execute(family.tables(), family.rows());
        return source;
    }

    /** A new database of a family, prepared for a worker: a copy of one that was. */
    Source prepared(Family family) throws Exception {
        String template = templates.get(family);
        if (template == null) {
            Source first = source(family);
            first.prepare();
            template = first.database();
            templates.put(family, template);
        }
        String database = "source" + NUMBER.incrementAndGet();
        Source admin = new Source(Objects.requireNonNull(server, "started").port(), "postgres", family);
        admin.execute("CREATE DATABASE " + database + " TEMPLATE " + template);
        return new Source(admin.port(), database, family);
    }

    /** A shared database of a family, reset to its initial rows: for many cases that do not alter tables. */
    Source shared(Family family) throws Exception {
        Source source = shared.get(family);
        if (source == null) {
            source = prepared(family);
            shared.put(family, source);
            return source;
        }
        source.reset();
        return source;
    }
}
