package io.licensewatch.local.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clocks of machines are set while both apps run. Time is the source's: what is published does not depend on what the apps' and the
 * broker's machines take it for.
 */
@SuppressWarnings("try") // a pause is there to be closed
class ClocksIT {
    private static final Duration DAY = Duration.ofHours(25); // what is kept for a day, is not kept any more
    private static final String SET_BACK = "the machine's clock was set back by ";

    /** What a broker does by its clock every few seconds or minutes, it does at once. */
    private static final List<String> IN_A_HURRY = List.of(
            "log.initial.task.delay.ms=500",
            "log.retention.check.interval.ms=500",
            "log.cleaner.backoff.ms=500",
            "offsets.retention.check.interval.ms=500",
            "producer.id.expiration.check.interval.ms=500",
            "transaction.abort.timed.out.transaction.cleanup.interval.ms=500");

    @TempDir
    private Path directory;

    /** Kafka's clients do not bear a clock that is set back: both end, and are started again, as a supervisor does. */
    @Test
    void the_clocks_of_the_apps_may_be_set_forward_and_end_them_when_they_are_set_back() throws Exception {
        try (Rig rig = new Rig("clocks of apps", directory, 100, Map.of())) {
            SettableClock clock = new SettableClock(directory, "apps");
            rig.apps.seeClock(clock);
            aStartIsEndedToo(rig, clock);
            rig.start();
            try (Load load = rig.load()) {
                goesOn(rig, load); // until then they start, and a start may end when a clock is set
                clock.set(DAY);
                goesOn(rig, load);
                clock.set(DAY.negated());
                try (Load.Pause pause = load.pauseAfter(5)) {
                    rig.apps.endSaying(SET_BACK);
                    rig.apps.startCdc();
                    rig.apps.startStreams();
                }
                goesOn(rig, load);
                clock.set(Duration.ZERO);
                goesOn(rig, load);
            }
            rig.check();
            theFeedWasNeverTakenForStalled(rig);
        }
    }

    /** A clock is set most often where a machine has just come up. */
    private static void aStartIsEndedToo(Rig rig, SettableClock clock) throws Exception {
        rig.apps.startStreams();
        rig.apps.streams().awaitWord("waiting for topics");
        clock.set(DAY.negated());
        rig.apps.streams().endsSaying(SET_BACK);
        clock.set(Duration.ZERO);
    }

    /**
     * A record that the broker stamps for a topic of its own just before its clock is set back, it refuses just after; the app
     * whose commit that was ends, and is started again.
     */
    @Test
    void the_clock_of_the_broker_may_be_set_forward_and_back() throws Exception {
        try (Rig rig = new Rig("clock of broker", directory, 100, Map.of())) {
            SettableClock clock = new SettableClock(directory, "broker");
            rig.bed.stopKafka();
            try (AppProcess broker = AppProcess.startBroker(
                    rig.bed.kafkaDirectory(), rig.bed.kafkaPort(), clock, IN_A_HURRY, rig.apps.log("broker"))) {
                broker.awaitWord(BrokerProcess.READY); // apps that start without one end
                rig.start();
                rig.bed.whileWaiting(rig.apps::startWhatHasEnded);
                try (Load load = rig.load()) {
                    for (Duration ahead : new Duration[] {DAY, DAY.negated(), Duration.ZERO}) {
                        clock.set(ahead);
                        goesOn(rig, load);
                    }
                }
                rig.check();
                theFeedWasNeverTakenForStalled(rig);
                assertThat(rig.deletedFrom())
                        .as("topics that were cut")
                        .isSubsetOf(Topics.defaults().frontier());
            } finally {
                rig.bed.startKafka();
            }
        }
    }

    /** What is written from now on is published. */
    private static void goesOn(Rig rig, Load load) throws Exception {
        try (Load.Pause pause = load.pauseAfter(20)) {
            rig.awaitRest();
        }
    }

    private static void theFeedWasNeverTakenForStalled(Rig rig) {
        assertThat(rig.bed.alerts).extracting(AlertEvent::rule).isNotEmpty().doesNotContain("feed-stalled");
    }
}
