package io.licensewatch.bench;

import io.licensewatch.embedded.DataDirectory;
import io.licensewatch.embedded.EmbeddedKafka;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** How long stream-app takes to go on, with the state that it left and without it. */
final class RestartBench {
    private static final int USERS = 80;
    private static final int ROWS_PER_FRONTIER = 20_000;
    /** Of the changes, those after the last row: a stop in the midst of work. */
    private static final int LAST_CHANGES = 1000;

    private RestartBench() {}

    /** @param rows of the source that the state is to hold, about */
    static RestartFigures run(int rows, Consumer<String> progress) throws InterruptedException, TimeoutException {
        try (DataDirectory directory = DataDirectory.temporary();
                EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
                SourceTopics source =
                        new SourceTopics(kafka.bootstrapServers(), new Topics("bench", Topics.DEFAULT_PARTITIONS))) {
            progress.accept("writing " + rows + " rows");
            Instant last = fill(source, rows);
            source.readFrontiersFromTheFirst("bench");
            progress.accept("taking them into the state");
            Settings settings = settings(kafka, source, directory.resolve("streams"));
            Run.licensewatch(settings, null, last, source.tenantRows());
            progress.accept("starting with that state");
            double restart = Run.untilRestored(settings);
            progress.accept("starting without it");
            double restore = Run.untilRestored(settings(kafka, source, directory.resolve("nothing")));
            return new RestartFigures(source.tenantRows() - LAST_CHANGES, restart, restore);
        }
    }

    private static Settings settings(EmbeddedKafka kafka, SourceTopics source, Path directory) {
        return Run.settings(kafka.bootstrapServers(), source, "bench", directory);
    }

    private static Instant fill(SourceTopics source, int rows) {
        MadeUpSource made = new MadeUpSource(5, Instant.now().minus(Duration.ofHours(1)), source::write);
        made.catalogue();
        Frontier last = made.frontier();
        source.write(last);
        List<MadeUpSource.Tenant> tenants = new ArrayList<>();
        for (long next = ROWS_PER_FRONTIER; source.tenantRows() < rows; ) {
            tenants.add(made.signUp(USERS));
            if (source.tenantRows() >= next) {
                next += ROWS_PER_FRONTIER;
                source.write(made.frontier());
            }
        }
        Random random = new Random(6);
        for (int i = 0; i < LAST_CHANGES; i++) {
            made.change(tenants.get(random.nextInt(tenants.size())));
        }
        last = made.frontier();
        source.write(last);
        return last.sourceTime();
    }
}
