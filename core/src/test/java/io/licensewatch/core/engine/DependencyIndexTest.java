package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.state.TenantKey;
import io.licensewatch.core.store.SortedKeyValues;
import org.junit.jupiter.api.Test;

/** A tenant that is missed here keeps what an answer said that holds no more. */
class DependencyIndexTest {
    private final SortedKeyValues store = new SortedKeyValues();
    private final DependencyIndex dependencies = new DependencyIndex(store);

    @Test
    void what_is_asked_still_is_found_wherever_it_was_among_the_questions() {
        asks("t", 1, 2, 3);
        asks("t", 2, 3, 4);
        assertThat(dependencies.tenantsAfter(1, null, 9)).isEmpty();
        for (long lookup = 2; lookup <= 4; lookup++) {
            assertThat(dependencies.tenantsAfter(lookup, null, 9)).containsExactly("t");
        }
        asks("t", 1, 2);
        assertThat(dependencies.tenantsAfter(1, null, 9)).containsExactly("t");
        assertThat(dependencies.tenantsAfter(2, null, 9)).containsExactly("t");
        assertThat(dependencies.tenantsAfter(3, null, 9)).isEmpty();
    }

    @Test
    void who_asks_the_same_after_a_time_of_asking_nothing_is_found() {
        asks("t", 1, 2);
        asks("t");
        assertThat(dependencies.tenantsAfter(1, null, 9)).isEmpty();
        assertThat(store.size()).as("nothing is left").isZero();
        asks("t", 1);
        assertThat(dependencies.tenantsAfter(1, null, 9)).containsExactly("t");
    }

    @Test
    void tenants_come_in_order_each_after_the_one_before_and_no_more_than_wanted() {
        asks("c", 1);
        asks("a", 1);
        asks("b", 1);
        asks("x", 2);
        assertThat(dependencies.tenantsAfter(1, null, 2)).containsExactly("a", "b");
        assertThat(dependencies.tenantsAfter(1, "b", 2)).containsExactly("c");
        assertThat(dependencies.tenantsAfter(1, "c", 2)).isEmpty();
    }

    private void asks(String tenant, long... lookups) {
        dependencies.remember(tenant, store.get(TenantKey.of(tenant, TenantKey.Kind.LOOKUPS)), lookups);
    }
}
