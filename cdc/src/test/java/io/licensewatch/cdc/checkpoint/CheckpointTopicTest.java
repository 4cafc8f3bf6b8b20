package io.licensewatch.cdc.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What is read of the topics before a run begins. */
class CheckpointTopicTest {
    private final Topics topics = new Topics("acme", 2);
    private final LogInMemory log = new LogInMemory(topics);
    private final CheckpointTopic checkpoint = new CheckpointTopic(isolation -> log, topics);

    @Test
    void where_nothing_was_written_there_is_no_progress_and_no_epoch() throws InterruptedException {
        assertThat(checkpoint.bySlot()).isEmpty();
        assertThat(checkpoint.before()).isEqualTo(new WrittenBefore(Map.of(), 0));
    }

    @Test
    void the_last_progress_of_each_slot_is_read() throws InterruptedException {
        write(3);
        write(4);
        log.skip(topics.checkpoint(), 0, 1);

        assertThat(checkpoint.bySlot()).containsOnlyKeys("s").containsValue(at(4));
        assertThat(checkpoint.before()).isEqualTo(new WrittenBefore(Map.of("s", at(4)), 4));
    }

    @Test
    void the_epoch_is_that_of_the_frontiers_beside_a_progress_that_is_older() throws InterruptedException {
        write(3);
        log.append(topics.frontier(), 0, TopicEpochsTest.frontier(5));
        log.append(topics.tenantless(), 0, TopicEpochsTest.row(9));

        assertThat(checkpoint.before().lastEpoch()).isEqualTo(5);
    }

    @Test
    void the_rows_are_read_for_it_only_where_there_is_neither_progress_nor_frontier() throws InterruptedException {
        log.append(topics.table(SourceTable.ROLES), 0, TopicEpochsTest.row(7));
        assertThat(checkpoint.before().lastEpoch()).isEqualTo(7);

        write(2);
        assertThat(checkpoint.before().lastEpoch()).as("with a checkpoint").isEqualTo(2);
    }

    @Test
    void frontiers_without_a_progress_say_it_alone() throws InterruptedException {
        log.append(topics.tenantless(), 0, TopicEpochsTest.row(9));
        log.append(topics.frontier(), 0, TopicEpochsTest.frontier(5));

        assertThat(checkpoint.before().lastEpoch()).isEqualTo(5);
    }

    /** A commit is answered before it can be read. */
    @Test
    void transactions_that_have_not_ended_are_waited_for() throws InterruptedException {
        log.skip(topics.checkpoint(), 0, 5);
        List<String> polls = new ArrayList<>();
        LogInMemory committed = new LogInMemory(topics) {
            @Override
            public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
                polls.add("poll");
                skip(topics.checkpoint(), 0, polls.size() == 3 ? 5 : 0);
                return super.endOffsets(partitions);
            }
        };

        new CheckpointTopic(isolation -> isolation.equals("read_committed") ? committed : log, topics).awaitSettled();

        assertThat(polls).hasSize(3);
    }

    private void write(int epoch) {
        log.append(topics.checkpoint(), 0, "s", at(epoch).encode());
    }

    private static Checkpoint at(int epoch) {
        return new Checkpoint("s", "7/app", epoch, true, Instant.EPOCH, 5, null, "0/64");
    }
}
