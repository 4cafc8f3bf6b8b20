package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.store.Below;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.core.store.WriteBehind;
import io.licensewatch.schemas.source.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationQueueTest {
    private static final int ALL = 100;

    private final SortedKeyValues store = new SortedKeyValues();
    private final List<String> added = new ArrayList<>();
    private final EvaluationQueue queue = new EvaluationQueue(store, added::add);

    private static SourcePosition at(long lsn) {
        return new SourcePosition(1, lsn - 1, lsn);
    }

    @Test
    void a_tenant_that_was_evaluated_is_not_due_whenever_it_was_woken() {
        queue.request("a", SourcePosition.START);
        queue.request("b", at(10));
        queue.rowsChanged("c", Span.of(at(20)));
        assertThat(queue.due(at(30), ALL)).containsExactly("a", "b", "c");
        assertThat(added).containsExactly("a", "b", "c");
        for (String tenant : new String[] {"a", "b", "c"}) {
            queue.evaluated(tenant, at(30));
        }
        assertThat(queue.due(at(1000), ALL)).isEmpty();
        assertThat(store.size()).as("entries that are left of them").isZero();
    }

    @Test
    void another_process_goes_on_with_what_is_pending() {
        queue.rowsChanged("a", new Span(at(10), at(20)));
        queue.rowsChanged("a", Span.of(at(25)));
        queue.request("b", at(5));
        queue.rowsChanged("c", Span.of(at(7)));
        queue.postponeDue("c", at(8));
        EvaluationQueue restarted = new EvaluationQueue(store, added::add);
        for (String tenant : new String[] {"a", "b", "c", "nobody"}) {
            assertThat(restarted.of(tenant)).isEqualTo(queue.of(tenant));
        }
        assertThat(restarted.of("c").missedState()).isTrue();
        assertThat(restarted.due(at(30), ALL)).containsExactly("b", "c", "a").isEqualTo(queue.due(at(30), ALL));
        for (String tenant : new String[] {"a", "b", "c"}) {
            restarted.evaluated(tenant, at(30));
        }
        assertThat(store.size()).as("entries that are left of them").isZero();
    }

    @Test
    void who_comes_and_goes_between_two_flushes_is_never_put() {
        WriteBehind writeBehind = new WriteBehind(Below.of(store), 1_000_000);
        EvaluationQueue flushed = new EvaluationQueue(writeBehind, added::add);
        flushed.rowsChanged("a", Span.of(at(10)));
        flushed.rowsChanged("b", Span.of(at(11)));
        flushed.evaluated("a", at(15));
        writeBehind.flush();
        assertThat(store.size()).as("b alone").isOne();

        flushed.rowsChanged("b", Span.of(at(20)));
        assertThat(new EvaluationQueue(store, added::add).of("b").rows())
                .as("killed")
                .isEqualTo(Span.of(at(11)));
        writeBehind.flush();
        assertThat(new EvaluationQueue(store, added::add).of("b")).isEqualTo(flushed.of("b"));

        flushed.evaluated("b", at(30));
        writeBehind.flush();
        assertThat(store.size()).isZero();
    }

    @Test
    void what_lies_behind_the_evaluation_is_due_later() {
        queue.rowsChanged("a", new Span(at(10), at(50)));
        queue.evaluated("a", at(30));
        assertThat(queue.due(at(30), ALL)).isEmpty();
        assertThat(queue.due(at(50), ALL)).containsExactly("a");
    }
}
