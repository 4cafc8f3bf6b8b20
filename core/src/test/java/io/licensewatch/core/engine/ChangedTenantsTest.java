package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.core.timer.WakeQueue;
import io.licensewatch.schemas.source.SourcePosition;
import org.junit.jupiter.api.Test;

class ChangedTenantsTest {
    private static final int ALL = 100;

    private final SortedKeyValues store = new SortedKeyValues();
    private final ChangedTenants changed = new ChangedTenants(new WakeQueue(store));

    private static SourcePosition at(long lsn) {
        return new SourcePosition(1, lsn - 1, lsn);
    }

    @Test
    void a_tenant_that_was_evaluated_is_not_due_whenever_it_was_woken() {
        changed.woken("a", SourcePosition.START);
        changed.woken("b", at(10));
        changed.changed("c", Span.of(at(20)));
        assertThat(changed.due(at(30), ALL)).containsExactly("a", "b", "c");
        for (String tenant : new String[] {"a", "b", "c"}) {
            changed.evaluated(tenant, at(30));
        }
        assertThat(changed.due(at(1000), ALL)).isEmpty();
        assertThat(store.size()).as("entries that are left of them").isZero();
    }

    @Test
    void one_that_was_left_by_a_former_process_is_not_due_once_it_was_evaluated() {
        changed.woken("a", SourcePosition.START);
        ChangedTenants restarted = new ChangedTenants(new WakeQueue(store));
        assertThat(restarted.due(at(30), ALL)).containsExactly("a");
        assertThat(restarted.of("a").unseen()).isTrue();
        restarted.evaluated("a", at(30));
        assertThat(restarted.due(at(1000), ALL)).isEmpty();
    }

    @Test
    void what_lies_behind_the_evaluation_is_due_later() {
        changed.changed("a", new Span(at(10), at(50)));
        changed.evaluated("a", at(30));
        assertThat(changed.due(at(30), ALL)).isEmpty();
        assertThat(changed.due(at(50), ALL)).containsExactly("a");
    }
}
