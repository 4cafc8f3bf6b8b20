package io.licensewatch.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.row.Unreadable;
import io.licensewatch.core.state.TenantKey;
import io.licensewatch.core.store.CountedKeyValues;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.core.tenant.Residents;
import io.licensewatch.core.tenant.TenantStore;
import io.licensewatch.core.timer.Timers;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SweepTest {
    private static final int TENANTS = 25;

    private final SortedKeyValues entries = new SortedKeyValues();
    private final CountedKeyValues store = new CountedKeyValues(entries);
    private final TenantStore tenants = new TenantStore(
            new Residents(store, 1 << 20), new Timers(new SortedKeyValues()), ZoneOffset.UTC, Unreadable.IGNORED);
    private final DependencyIndex dependencies = new DependencyIndex(store);
    private final List<String> all = IntStream.range(0, TENANTS)
            .mapToObj(i -> "tenant-" + (char) ('a' + i))
            .toList();

    @Test
    void every_tenant_is_handed_out_once_in_steps_and_the_cursor_outlives_the_process() {
        all.forEach(tenants::know);
        new Sweep(store, tenants, dependencies).start();
        List<String> handedOut = new ArrayList<>();
        List<Integer> steps = new ArrayList<>();
        do {
            steps.add(new Sweep(store, tenants, dependencies).step(10, handedOut::add));
        } while (steps.get(steps.size() - 1) == 10);
        assertThat(steps).containsExactly(10, 10, 5);
        assertThat(handedOut).isEqualTo(all);
        assertThat(new Sweep(store, tenants, dependencies).step(10, handedOut::add))
                .isZero();
    }

    /** Kafka's cache copies every cached key of a range before the first is seen, so an open range is a full scan. */
    @Test
    void a_step_costs_one_scan_that_sees_no_row_of_a_tenant_however_many_there_are() {
        all.forEach(tenants::know);
        for (String tenant : all) {
            for (int user = 0; user < 100; user++) {
                entries.put(TenantKey.row(tenant, TenantKey.Kind.ASSIGNMENT, "user-" + user), new byte[] {1});
            }
        }
        new Sweep(store, tenants, dependencies).start();
        store.scans = 0;
        store.inRange = 0;
        store.visited = 0;
        new Sweep(store, tenants, dependencies).step(10, tenant -> {});
        assertThat(store.scans).isEqualTo(1);
        assertThat(store.inRange).isEqualTo(TENANTS);
        assertThat(store.visited).isEqualTo(10);
    }

    @Test
    void a_tenant_that_is_forgotten_is_not_handed_out() {
        all.forEach(tenants::know);
        tenants.forget("tenant-c");
        new Sweep(store, tenants, dependencies).start();
        List<String> handedOut = new ArrayList<>();
        new Sweep(store, tenants, dependencies).step(100, handedOut::add);
        assertThat(handedOut).hasSize(TENANTS - 1).doesNotContain("tenant-c");
    }

    @Test
    void a_few_that_asked_are_woken_and_many_are_walked_in_steps() {
        all.forEach(tenants::know);
        asked(all.subList(0, 3), 1, 2);
        asked(all.subList(3, 25), 2);
        List<String> woken = new ArrayList<>();
        new Sweep(store, tenants, dependencies).start(1, woken::add);
        assertThat(woken).isEqualTo(all.subList(0, 3));
        List<String> handedOut = new ArrayList<>();
        assertThat(new Sweep(store, tenants, dependencies).step(10, handedOut::add))
                .isZero();

        new Sweep(store, tenants, dependencies).start(2, woken::add);
        new Sweep(store, tenants, dependencies).start(3, woken::add);
        assertThat(woken).as("nobody else").hasSize(3);
        for (int step = 0; step < 3; step++) {
            new Sweep(store, tenants, dependencies).step(10, handedOut::add);
        }
        assertThat(handedOut).isEqualTo(all);
        assertThat(new Sweep(store, tenants, dependencies).step(10, handedOut::add))
                .isZero();
    }

    @Test
    void a_walk_whose_answer_changes_half_way_goes_on_and_then_round_to_where_it_was() {
        asked(all, 1);
        Sweep sweep = new Sweep(store, tenants, dependencies);
        List<String> handedOut = new ArrayList<>();
        sweep.start(1, handedOut::add);
        sweep.step(20, handedOut::add);
        sweep.start(1, handedOut::add);
        List<Integer> steps = new ArrayList<>();
        do {
            steps.add(new Sweep(store, tenants, dependencies).step(10, handedOut::add));
        } while (steps.get(steps.size() - 1) == 10);
        assertThat(steps).containsExactly(10, 10, 5);
        assertThat(handedOut.subList(20, 20 + TENANTS))
                .isEqualTo(Stream.of(all.subList(20, TENANTS), all.subList(0, 20))
                        .flatMap(List::stream)
                        .toList());
        assertThat(sweep.step(10, handedOut::add)).isZero();
    }

    @Test
    void also_where_it_changes_again_in_the_second_round() {
        all.forEach(tenants::know);
        Sweep sweep = new Sweep(store, tenants, dependencies);
        List<String> handedOut = new ArrayList<>();
        sweep.start();
        sweep.step(20, handedOut::add);
        sweep.start();
        sweep.step(10, handedOut::add);
        sweep.start();
        handedOut.clear();
        assertThat(sweep.step(100, handedOut::add)).isEqualTo(TENANTS);
        assertThat(handedOut).startsWith(all.get(5)).endsWith(all.get(4)).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void the_second_round_ends_though_the_tenant_where_the_walk_was_is_forgotten() {
        all.forEach(tenants::know);
        Sweep sweep = new Sweep(store, tenants, dependencies);
        List<String> handedOut = new ArrayList<>();
        sweep.start();
        sweep.step(3, handedOut::add);
        sweep.start();
        tenants.forget("tenant-c");
        handedOut.clear();
        assertThat(sweep.step(100, handedOut::add)).isEqualTo(TENANTS - 1);
        assertThat(handedOut).endsWith("tenant-a", "tenant-b");
    }

    @Test
    void an_answer_that_changes_at_each_step_keeps_no_other_walk_waiting() {
        asked(all.subList(0, 12), 1);
        asked(all.subList(12, TENANTS), 2);
        Sweep sweep = new Sweep(store, tenants, dependencies);
        List<String> handedOut = new ArrayList<>();
        sweep.start(2, handedOut::add);
        for (int i = 0; i < 3; i++) {
            sweep.start(1, handedOut::add);
            sweep.step(10, handedOut::add);
        }
        assertThat(handedOut).hasSize(30).containsAll(all);
    }

    @Test
    void many_questions_that_many_asked_are_one_walk_through_all() {
        all.forEach(tenants::know);
        asked(all, 1, 2, 3, 4, 5, 6);
        Sweep sweep = new Sweep(store, tenants, dependencies);
        List<String> handedOut = new ArrayList<>();
        for (long lookup = 1; lookup <= 5; lookup++) {
            sweep.start(lookup, handedOut::add);
        }
        assertThat(sweep.step(1_000, handedOut::add)).isEqualTo(TENANTS);
        assertThat(handedOut).isEqualTo(all);
        assertThat(sweep.step(1_000, handedOut::add)).as("each once").isZero();
    }

    @Test
    void a_step_of_several_walks_keeps_its_limit_and_goes_on_with_the_next() {
        asked(all, 1, 2);
        Sweep sweep = new Sweep(store, tenants, dependencies);
        List<String> handedOut = new ArrayList<>();
        sweep.start(1, handedOut::add);
        sweep.start(2, handedOut::add);
        assertThat(sweep.step(10, handedOut::add)).isEqualTo(10);
        assertThat(sweep.step(30, handedOut::add)).isEqualTo(30);
        assertThat(sweep.step(30, handedOut::add)).isEqualTo(10);
        assertThat(all)
                .allSatisfy(one -> assertThat(handedOut).filteredOn(one::equals).hasSize(2));
    }

    @Test
    void eight_are_a_few_and_nine_are_not() {
        asked(all.subList(0, 8), 1);
        asked(all.subList(0, 9), 2);
        List<String> woken = new ArrayList<>();
        new Sweep(store, tenants, dependencies).start(1, woken::add);
        assertThat(woken).isEqualTo(all.subList(0, 8));
        new Sweep(store, tenants, dependencies).start(2, woken::add);
        assertThat(woken).hasSize(8);
    }

    @Test
    void who_does_not_ask_any_more_is_not_concerned() {
        all.forEach(tenants::know);
        asked(all, 1, 2);
        for (String tenant : all.subList(2, 25)) {
            dependencies.remember(tenant, store.get(TenantKey.of(tenant, TenantKey.Kind.LOOKUPS)), new long[] {2});
        }
        List<String> woken = new ArrayList<>();
        new Sweep(store, tenants, dependencies).start(1, woken::add);
        assertThat(woken).isEqualTo(all.subList(0, 2));
        for (String tenant : all) {
            dependencies.remember(tenant, store.get(TenantKey.of(tenant, TenantKey.Kind.LOOKUPS)), new long[0]);
        }
        new Sweep(store, tenants, dependencies).start(2, woken::add);
        assertThat(woken).hasSize(2);
        assertThat(new Sweep(store, tenants, dependencies).step(100, woken::add))
                .isZero();
    }

    private void asked(List<String> by, long... lookups) {
        by.forEach(tenant -> dependencies.remember(tenant, null, lookups));
    }
}
