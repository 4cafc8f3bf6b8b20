package io.licensewatch.local.deployment;

import io.licensewatch.embedded.EmbeddedPostgres16;
import io.licensewatch.local.WorkerSource;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.worker.Worker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Starts the worker as {@code local} does, with its own login at both servers. */
record ActingWorker(SecuredKafka kafka, WorkerSource source) {
    static ActingWorker preparedIn(EmbeddedPostgres16 postgres, SecuredKafka kafka) throws SQLException {
        try (Connection connection = postgres.connect()) {
            return new ActingWorker(kafka, WorkerSource.prepared(postgres, connection));
        }
    }

    /** As whoever starts the process: waits until its topics are there. */
    Worker start(Consumer<Throwable> whenFailed) throws InterruptedException {
        Map<String, String> given = new HashMap<>(kafka.settings("worker"));
        given.put("licensewatch.postgres.url", source.url());
        given.put("licensewatch.worker.poll-interval", "100ms");
        given.put("licensewatch.worker.session-timeout", "6s");
        return Worker.start(Settings.of(Worker.settings(), given), new SimpleMeterRegistry(), whenFailed);
    }
}
