package io.licensewatch.cdc.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The last epoch that topics are of, whose checkpoint is lost. */
class TopicEpochsTest {
    private final Topics topics = new Topics("acme", 2);
    private final LogInMemory log = new LogInMemory(topics);
    private final TopicEpochs epochs = new TopicEpochs(topics, log);

    static byte[] frontier(int epoch) {
        return JsonCodec.FRONTIER.encode(
                new Frontier(Instant.parse("2026-03-10T12:00:00Z"), "0/64", "0/64", epoch, true, List.of()));
    }

    static byte[] row(int epoch) {
        return ("{\"before\":null,\"after\":{\"id\":\"x\"},\"op\":\"u\",\"source\":{\"schema\":\"public\",\"table\":\"roles\","
                        + "\"lsn\":100,\"sequence\":\"[\\\"50\\\",\\\"100\\\"]\",\"txId\":7,\"ts_ms\":1,\"snapshot\":\"false\","
                        + "\"epoch\":" + epoch + "},\"ts_ms\":1}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private void frontiers(int... of) {
        for (int epoch : of) {
            log.append(topics.frontier(), 0, frontier(epoch));
        }
    }

    @Test
    void topics_that_are_empty_are_of_none() {
        assertThat(epochs.ofFrontiers()).isZero();
        assertThat(epochs.ofRows()).isZero();
    }

    @Test
    void the_highest_epoch_of_frontiers_counts_without_foreign_records() {
        frontiers(3, 4, SourcePosition.LAST_EPOCH);
        log.append(topics.frontier(), 0, "not a frontier".getBytes(StandardCharsets.UTF_8));
        log.append(topics.frontier(), 0, null);
        frontiers(2);
        assertThat(epochs.ofFrontiers()).isEqualTo(4);
        frontiers(SourcePosition.LAST_EPOCH - 1);
        assertThat(epochs.ofFrontiers()).isEqualTo(SourcePosition.LAST_EPOCH - 1);
    }

    @Test
    void one_frontier_is_enough() {
        frontiers(1);
        assertThat(epochs.ofFrontiers()).isEqualTo(1);
    }

    /** A topic of years is not read from its beginning. */
    @Test
    void it_is_looked_for_at_the_end_and_further_back_while_there_is_none() {
        frontiers(9);
        log.skip(topics.frontier(), 0, 10_000);
        frontiers(5);
        log.skip(topics.frontier(), 0, 48);
        assertThat(epochs.ofFrontiers()).as("within the last 50").isEqualTo(5);
        assertThat(log.read).isEqualTo(1);
        log.skip(topics.frontier(), 0, 2);
        assertThat(epochs.ofFrontiers()).as("within the last 5000").isEqualTo(5);
        log.skip(topics.frontier(), 0, 5_000);
        assertThat(epochs.ofFrontiers()).as("of all").isEqualTo(9);
    }

    /** As if somebody without a clue had written the last ones. */
    @Test
    void behind_records_of_no_epoch_it_is_looked_for_further_back() {
        frontiers(9);
        for (int i = 0; i < 60; i++) {
            log.append(topics.frontier(), 0, "not a frontier".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(epochs.ofFrontiers()).isEqualTo(9);
    }

    @Test
    void what_is_kept_of_a_topic_may_be_less_than_is_looked_through_at_first() {
        log.skip(topics.frontier(), 0, 1_000);
        log.deleteBefore(topics.frontier(), 0, 1_000);
        frontiers(4);
        log.skip(topics.frontier(), 0, 9);
        assertThat(epochs.ofFrontiers()).isEqualTo(4);
    }

    @Test
    void what_was_deleted_from_the_beginning_of_a_topic_is_not_waited_for() {
        frontiers(3);
        log.deleteBefore(topics.frontier(), 0, 1);
        assertThat(epochs.ofFrontiers()).as("nothing is left").isZero();
        log.skip(topics.frontier(), 0, 2);
        assertThat(epochs.ofFrontiers()).as("ends of transactions only").isZero();
        frontiers(2);
        assertThat(epochs.ofFrontiers()).isEqualTo(2);
    }

    @Test
    void rows_of_all_topics_and_partitions_count_unlike_frontiers_and_checkpoints() {
        frontiers(8);
        log.append(topics.checkpoint(), 0, row(9));
        assertThat(epochs.ofRows()).isZero();
        log.append(topics.table(SourceTable.ROLES), 1, row(3));
        log.append(topics.table(SourceTable.ROLES), 0, row(2));
        assertThat(epochs.ofRows()).isEqualTo(3);
        log.append(topics.tenantless(), 0, row(5));
        assertThat(epochs.ofRows()).isEqualTo(5);
    }
}
