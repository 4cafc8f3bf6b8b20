package io.licensewatch.cdc.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.progress.Progress.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplayFilterTest {
    private static final long FIRST_COMMIT = 1_000;

    @Test
    void nothing_is_skipped_when_nothing_was_written() {
        assertThat(new ReplayFilter(null).isWritten(new StreamEvent(1, 1, 1))).isFalse();
    }

    @Test
    void rows_that_share_an_lsn_are_told_apart_by_their_number() {
        StreamPosition written = new StreamPosition();
        StreamEvent copied = new StreamEvent(500, 7, 600);
        written.advance(copied);
        written.advance(copied);
        ReplayFilter filter = new ReplayFilter(written.current());

        assertThat(filter.isWritten(copied)).isTrue();
        assertThat(filter.isWritten(copied)).isTrue();
        assertThat(filter.isWritten(copied)).isFalse();
    }

    @Test
    void a_transaction_is_known_by_its_id_though_the_commit_before_it_is_given_differently() {
        Position last = new Position("0/1F4", 7, "0/258", 1);
        ReplayFilter filter = new ReplayFilter(last);

        assertThat(filter.isWritten(new StreamEvent(520, 7, 590))).isTrue();
        assertThat(filter.isWritten(new StreamEvent(520, 7, 600))).isTrue();
        assertThat(filter.isWritten(new StreamEvent(520, 7, 601))).isFalse();
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
            List<List<StreamEvent>> history = history(random);
            Run first = new Run(null);
            int writtenTransactions = random.nextInt(history.size());
            for (int i = 0; i < writtenTransactions; i++) {
                history.get(i).forEach(first::take);
            }
            List<StreamEvent> cut = history.get(writtenTransactions);
            cut.subList(0, random.nextInt(cut.size() + 1)).forEach(first::take);

            // at most what was written is confirmed, so a restart begins at some transaction before
            int restart = random.nextInt(writtenTransactions + 1);
            long confirmed =
                    restart == 0 ? FIRST_COMMIT : history.get(restart).get(0).previousCommit() + random.nextInt(3);
            Run second = new Run(first.position.current());
            for (int i = restart; i < history.size(); i++) {
                long previous = i == restart ? confirmed : -1;
                history.get(i)
                        .forEach(event -> second.take(
                                previous < 0 ? event : new StreamEvent(previous, event.txId(), event.lsn())));
            }

            List<Long> written = new ArrayList<>(first.written);
            written.addAll(second.written);
            assertThat(written)
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(history.stream()
                            .flatMap(List::stream)
                            .map(event -> event.txId() * 1_000_000 + event.lsn())
                            .toList());
        }
    }

    /** Transactions in commit order; they may have begun in another, so their LSNs overlap. */
    private static List<List<StreamEvent>> history(Random random) {
        List<List<StreamEvent>> history = new ArrayList<>();
        long previous = FIRST_COMMIT;
        for (int tx = 1; tx <= 1 + random.nextInt(6); tx++) {
            long lsn = Math.max(1, previous - random.nextInt(300));
            List<StreamEvent> events = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(8); i++) {
                lsn += random.nextInt(3) * 20L; // sometimes the same again
                events.add(new StreamEvent(previous, tx, lsn));
            }
            history.add(events);
            previous = Math.max(previous, lsn) + 50;
        }
        return history;
    }

    private static final class Run {
        final ReplayFilter filter;
        final StreamPosition position = new StreamPosition();
        final List<Long> written = new ArrayList<>();

        Run(@Nullable Position start) {
            this.filter = new ReplayFilter(start);
        }

        void take(StreamEvent event) {
            position.advance(event);
            if (!filter.isWritten(event)) {
                written.add(event.txId() * 1_000_000 + event.lsn());
            }
        }
    }
}
