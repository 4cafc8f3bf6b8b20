package io.licensewatch.local.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.licensewatch.local.Testbed;
import io.licensewatch.runtime.process.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * stream-app is suspended for longer than its transactions may last, and Kafka undoes what it had begun. It goes on by itself, or ends
 * and says what happened; a restart goes on then.
 */
@SuppressWarnings("try") // a pause is there to be closed
class StandStillIT {
    @TempDir
    private Path directory;

    @Test
    void a_stream_app_that_stood_still_says_so_or_goes_on() throws Exception {
        try (Rig rig = new Rig("stand still", directory, 50, Map.of());
                Admin admin = Admin.create(Map.of("bootstrap.servers", rig.bed.bootstrapServers()))) {
            rig.apps.streamSetting("licensewatch.streams.transaction-timeout", "10s");
            rig.apps.streamSetting("licensewatch.streams.session-timeout", "60s"); // nobody takes its tasks meanwhile
            rig.start();
            try (Load load = rig.load(Duration.ofMillis(20))) {
                try (Traffic published = rig.published()) {
                    published.await(20);
                }
                rig.apps.streams().standStill();
                await("what it had begun is undone").atMost(Testbed.PATIENCE).until(() -> nothingIsUnderWay(admin));
                rig.apps.streams().goOn();
                rig.bed.whileWaiting(() -> startAgainIfItSaysWhy(rig));
                try (Load.Pause pause = load.pauseAfter(20)) {
                    rig.awaitRest();
                }
            }
            rig.check();
        }
    }

    private static void startAgainIfItSaysWhy(Rig rig) {
        AppProcess streams = rig.apps.streams();
        if (!streams.isAlive()) {
            assertThat(streams.end()).isEqualTo(ExitCode.FAILED);
            assertThat(streams.hasSaid("this process was stopped for longer than"))
                    .isTrue();
            try {
                rig.apps.startStreams();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Of stream-app's; those of cdc go on. */
    private static boolean nothingIsUnderWay(Admin admin) throws ExecutionException, InterruptedException {
        ListTransactionsOptions underWay = new ListTransactionsOptions()
                .filterStates(Set.of(TransactionState.ONGOING, TransactionState.PREPARE_ABORT));
        return admin.listTransactions(underWay).all().get().stream()
                .allMatch(transaction -> transaction.transactionalId().startsWith("licensewatch.cdc."));
    }
}
