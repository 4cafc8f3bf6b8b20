package io.licensewatch.cdc.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.cdc.checkpoint.Checkpoint.LastEvent;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplayFilterTest {
    private static final long FIRST_COMMIT = 1_000;
    private static final long FORKED = 1_000_000;

    @Test
    void nothing_is_skipped_when_nothing_was_written() {
        assertThat(new ReplayFilter(null).isWritten(new StreamPosition(1, 1, 1)))
                .isFalse();
    }

    @Test
    void rows_that_share_an_lsn_are_distinguished_by_their_number() {
        PositionTracker written = new PositionTracker();
        StreamPosition copied = new StreamPosition(500, 7, 600);
        written.advance(copied);
        written.advance(copied);
        ReplayFilter filter = new ReplayFilter(written.current());

        assertThat(filter.isWritten(copied)).isTrue();
        assertThat(filter.isWritten(copied)).isTrue();
        assertThat(filter.isWritten(copied)).isFalse();
    }

    @Test
    void a_transaction_is_recognised_by_its_id_even_with_another_previous_commit() {
        LastEvent last = new LastEvent("0/1F4", 7, "0/258", 1);
        ReplayFilter filter = new ReplayFilter(last);

        assertThat(filter.isWritten(new StreamPosition(520, 7, 590))).isTrue();
        assertThat(filter.isWritten(new StreamPosition(520, 7, 600))).isTrue();
        assertThat(filter.isWritten(new StreamPosition(520, 7, 601))).isFalse();
    }

    /**
     * A history of transactions is cut at a random event, as by a crash, and sent again from a random unconfirmed transaction:
     * written and replayed together must be the history, each event once.
     */
    @Test
    void whatever_the_cut_and_the_restart_every_event_is_written_once() {
        long seed = System.nanoTime();
        System.err.println("ReplayFilterTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            List<List<StreamPosition>> history = history(random);
            Run first = new Run(null);
            int writtenTransactions = random.nextInt(history.size());
            for (int i = 0; i < writtenTransactions; i++) {
                history.get(i).forEach(first::take);
            }
            List<StreamPosition> cut = history.get(writtenTransactions);
            int part = random.nextInt(cut.size() + 1);
            cut.subList(0, part).forEach(first::take);

            // at most what was before the last transaction is confirmed, so a restart begins with it or one before
            int last = part == 0 ? writtenTransactions - 1 : writtenTransactions;
            int restart = random.nextInt(Math.max(0, last) + 1);
            long confirmed =
                    restart == 0 ? FIRST_COMMIT : history.get(restart).get(0).previousCommit() + random.nextInt(3);
            Run second = new Run(first.position.current());
            for (int i = restart; i < history.size(); i++) {
                long previous = i == restart ? confirmed : -1;
                history.get(i)
                        .forEach(event -> second.take(
                                previous < 0
                                        ? event
                                        : new StreamPosition(
                                                previous, event.txId(), event.lsn(), event.committedAt(), null)));
            }

            List<Long> written = new ArrayList<>(first.written);
            written.addAll(second.written);
            assertThat(written)
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(history.stream()
                            .flatMap(List::stream)
                            .map(Run::name)
                            .toList());
        }
    }

    @Test
    void a_stream_that_passes_the_place_of_the_last_event_without_it_is_another_one() {
        LastEvent last = new LastEvent("0/1F4", 7, "0/258", 1, 1_000L, null);

        assertRefused(last, new StreamPosition(499, 6, 590), new StreamPosition(500, 8, 610));
        assertRefused(last, new StreamPosition(400, 6, 490), new StreamPosition(700, 9, 710));
        assertRefused(last, new StreamPosition(500, 7, 590, 1_000, null), new StreamPosition(500, 7, 601, 1_000, null));
        assertRefused(last, new StreamPosition(500, 7, 590, 1_000, null), new StreamPosition(620, 8, 700, 2_000, null));
    }

    @Test
    void a_transaction_with_another_commit_time_is_another_transaction() {
        LastEvent last = new LastEvent("0/1F4", 7, "0/258", 1, 1_000L, null);

        assertRefused(last, new StreamPosition(500, 7, 600, 1_001, null));
        assertThat(new ReplayFilter(last).isWritten(new StreamPosition(500, 7, 600, 1_000, null)))
                .isTrue();
    }

    private static void assertRefused(LastEvent last, StreamPosition... events) {
        ReplayFilter filter = new ReplayFilter(last);
        for (StreamPosition event : Arrays.asList(events).subList(0, events.length - 1)) {
            assertThat(filter.isWritten(event)).as("before it is certain").isTrue();
        }
        assertThatThrownBy(() -> filter.isWritten(events[events.length - 1]))
                .isInstanceOf(UnfitSourceException.class)
                .hasMessageContaining("set back")
                .hasMessageContaining("0/258")
                .hasMessageContaining("--resync");
    }

    /**
     * A database that is set back to a random moment goes another way, with the same ids and places as chance has it. What was
     * written before is either all in the new history too, and then it goes on, or the stream is refused: nothing of it is
     * written, and it is never read to its end as if it were the old one.
     */
    @Test
    void whatever_a_database_is_set_back_to_nothing_is_skipped_that_was_not_written() {
        long seed = System.nanoTime();
        System.err.println("ReplayFilterTest seed " + seed);
        Random random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < 4_000; round++) {
            List<List<StreamPosition>> history = history(random);
            int writtenTransactions = 1 + random.nextInt(history.size());
            Run first = new Run(null);
            history.subList(0, writtenTransactions).forEach(transaction -> transaction.forEach(first::take));
            int shared = random.nextInt(history.size() + 1);
            List<List<StreamPosition>> other = fork(history.subList(0, shared), random);
            int restart = random.nextInt(Math.min(shared, writtenTransactions - 1) + 1);

            Run second = new Run(first.position.current());
            boolean lacks = shared < writtenTransactions;
            try {
                other.subList(restart, other.size()).forEach(transaction -> transaction.forEach(second::take));
                assertThat(lacks).as("seed %d, round %d", seed, round).isFalse();
                assertThat(second.written)
                        .isEqualTo(other.subList(writtenTransactions, other.size()).stream()
                                .flatMap(List::stream)
                                .map(Run::name)
                                .toList());
            } catch (UnfitSourceException e) {
                assertThat(lacks).as("seed %d, round %d", seed, round).isTrue();
                assertThat(second.written).isEmpty();
                refused++;
            }
        }
        assertThat(refused).isBetween(1_000, 3_000);
    }

    /** Goes on to beyond where any history ends. */
    private static List<List<StreamPosition>> fork(List<List<StreamPosition>> shared, Random random) {
        List<List<StreamPosition>> other = new ArrayList<>(shared);
        List<StreamPosition> last = shared.isEmpty() ? List.of() : shared.get(shared.size() - 1);
        long previous =
                last.isEmpty() ? FIRST_COMMIT : last.get(last.size() - 1).lsn() + 50;
        for (int tx = shared.size() + 1; tx <= 12; tx++) {
            long lsn = previous + 20L * random.nextInt(3);
            other.add(List.of(new StreamPosition(previous, tx, lsn, FORKED + tx, null)));
            previous = lsn + 50;
        }
        for (long late = previous; late < 10_000; late += 1_000) {
            other.add(List.of(new StreamPosition(late, late, late + 20, FORKED + late, null)));
        }
        return other;
    }

    /** Transactions in commit order; they may have begun in another, so their LSNs overlap. */
    private static List<List<StreamPosition>> history(Random random) {
        List<List<StreamPosition>> history = new ArrayList<>();
        long previous = FIRST_COMMIT;
        for (int tx = 1; tx <= 1 + random.nextInt(6); tx++) {
            long lsn = Math.max(1, previous - random.nextInt(300));
            List<StreamPosition> events = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(8); i++) {
                lsn += random.nextInt(3) * 20L; // sometimes the same again
                events.add(new StreamPosition(previous, tx, lsn, tx, null));
            }
            history.add(events);
            previous = Math.max(previous, lsn) + 50;
        }
        return history;
    }

    private static final class Run {
        final ReplayFilter filter;
        final PositionTracker position = new PositionTracker();
        final List<Long> written = new ArrayList<>();

        Run(@Nullable LastEvent start) {
            this.filter = new ReplayFilter(start);
        }

        void take(StreamPosition event) {
            position.advance(event);
            if (!filter.isWritten(event)) {
                written.add(name(event));
            }
        }

        static long name(StreamPosition event) {
            return event.txId() * 1_000_000 + event.lsn();
        }
    }
}
