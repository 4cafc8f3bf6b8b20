package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.store.Below;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.core.store.WriteBehind;
import io.licensewatch.schemas.source.SourcePosition;
import org.junit.jupiter.api.Test;

class ChangedTenantsTest {
    private static final int ALL = 100;

    private final SortedKeyValues store = new SortedKeyValues();
    private final ChangedTenants changed = new ChangedTenants(store);

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
    void another_process_goes_on_with_what_is_pending() {
        changed.changed("a", new Span(at(10), at(20)));
        changed.changed("a", Span.of(at(25)));
        changed.woken("b", at(5));
        changed.changed("c", Span.of(at(7)));
        changed.ahead("c", at(8), true);
        ChangedTenants restarted = new ChangedTenants(store);
        for (String tenant : new String[] {"a", "b", "c", "nobody"}) {
            assertThat(restarted.of(tenant)).isEqualTo(changed.of(tenant));
        }
        assertThat(restarted.of("c").unseen()).isTrue();
        assertThat(restarted.due(at(30), ALL)).containsExactly("b", "c", "a").isEqualTo(changed.due(at(30), ALL));
        for (String tenant : new String[] {"a", "b", "c"}) {
            restarted.evaluated(tenant, at(30));
        }
        assertThat(store.size()).as("entries that are left of them").isZero();
    }

    @Test
    void who_comes_and_goes_between_two_flushes_is_never_put() {
        WriteBehind writeBehind = new WriteBehind(Below.of(store), 1_000_000);
        ChangedTenants flushed = new ChangedTenants(writeBehind);
        flushed.changed("a", Span.of(at(10)));
        flushed.changed("b", Span.of(at(11)));
        flushed.evaluated("a", at(15));
        writeBehind.flush();
        assertThat(store.size()).as("b alone").isOne();

        flushed.changed("b", Span.of(at(20)));
        assertThat(new ChangedTenants(store).of("b").rows()).as("killed").isEqualTo(Span.of(at(11)));
        writeBehind.flush();
        assertThat(new ChangedTenants(store).of("b")).isEqualTo(flushed.of("b"));

        flushed.evaluated("b", at(30));
        writeBehind.flush();
        assertThat(store.size()).isZero();
    }

    @Test
    void what_lies_behind_the_evaluation_is_due_later() {
        changed.changed("a", new Span(at(10), at(50)));
        changed.evaluated("a", at(30));
        assertThat(changed.due(at(30), ALL)).isEmpty();
        assertThat(changed.due(at(50), ALL)).containsExactly("a");
    }
}
