package io.licensewatch.local.demo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What the worker of a demo reaches outside the database: the SaaS' service, and its customers' mail. */
public final class MadeUpSaas implements AutoCloseable {
    private final AtomicReference<@Nullable Database> database = new AtomicReference<>();
    private final SaasService service = SaasService.start(this::call);
    private final Mailbox mailbox = Mailbox.open();

    /** Where the SaaS keeps its tables. */
    public interface Database {
        Connection connect() throws SQLException;
    }

    /** Further settings of a worker, by full name. */
    public Map<String, String> workerSettings() {
        return Map.of(
                "licensewatch.worker.webhook.url", service.url(),
                "licensewatch.worker.webhook.secret", service.secret(),
                "licensewatch.worker.mail.host", "127.0.0.1",
                "licensewatch.worker.mail.port", Integer.toString(mailbox.port()),
                "licensewatch.worker.mail.encryption", "NONE",
                "licensewatch.worker.mail.from", "licences@example.org",
                "licensewatch.worker.poll-interval", "200ms");
    }

    /** Once the worker's functions are there. */
    public void settle(Database where) throws SQLException {
        try (Connection connection = where.connect()) {
            SampleDatabase.run(connection, SampleDatabase.resource("service.sql"));
        }
        database.set(where);
    }

    private int call(String type, UUID tenant) throws SQLException {
        Database where = database.get();
        if (where == null) {
            return 503;
        }
        try (Connection connection = where.connect();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SELECT saas." + type + "('" + tenant + "')")) {
            answer.next();
            return answer.getInt(1);
        }
    }

    Deliveries deliveries() {
        return mailbox;
    }

    @Override
    public void close() {
        service.close();
        mailbox.close();
    }
}
