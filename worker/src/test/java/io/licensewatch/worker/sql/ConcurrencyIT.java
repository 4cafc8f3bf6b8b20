package io.licensewatch.worker.sql;

import static io.licensewatch.worker.sql.Ids.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConcurrencyIT {
    @RegisterExtension
    static final Postgres postgres = new Postgres();

    private static final int WORKERS = 20;

    /** Runs all at once, each with its own connection. */
    private static <T> List<T> together(Source source, int workers, Step<T> step) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        CyclicBarrier start = new CyclicBarrier(workers);
        try {
            List<Callable<T>> calls = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                int number = i;
                calls.add(() -> {
                    try (Commands commands = source.commands()) {
                        start.await();
                        return step.run(commands, number);
                    }
                });
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private interface Step<T> {
        T run(Commands commands, int number) throws Exception;
    }

    private static Source tenants(int count) throws Exception {
        Source source = postgres.prepared(Family.STEWARDTRACK);
        source.execute(
                "INSERT INTO tenants (id, name, status, subscription_tier, subscription_status) SELECT id('T' || n), 'T', 'active',"
                        + " 'basic', 'active' FROM generate_series(1, " + count + ") n",
                "INSERT INTO onboarding_progress (id, tenant_id, user_id, current_step) SELECT id('o' || n), id('T' || n), id('busy'),"
                        + " 'complete' FROM generate_series(1, " + count + ") n");
        return source;
    }

    private static TestCommand complete(int tenant) {
        return EffectsIT.complete().tenant(id("T" + tenant));
    }

    @Test
    void the_limit_of_tenants_per_hour_holds() throws Exception {
        Source source = tenants(118); // with A and B 120: 5 percent are 6
        List<String> states = together(source, WORKERS, (commands, n) -> commands.run(complete(n + 1)));
        assertThat(Collections.frequency(states, "APPLIED")).isEqualTo(6);
        assertThat(Collections.frequency(states, "HELD")).isEqualTo(14);
        assertThat(source.values("SELECT 1 FROM onboarding_progress WHERE is_completed"))
                .hasSize(6);

        source.execute(
                "INSERT INTO tenants (id, name, status, subscription_tier, subscription_status) SELECT id('U' || n), 'U', 'active',"
                        + " 'basic', 'active' FROM generate_series(1, 900) n"); // 5 percent are 51: the other limit, 20
        List<String> later = together(source, WORKERS, (commands, n) -> commands.run(complete(n + 30)));
        assertThat(Collections.frequency(later, "APPLIED")).isEqualTo(14);
    }

    @Test
    void if_a_thousand_licences_end_at_midnight_twenty_are_extended_in_that_hour() throws Exception {
        Source source = tenants(1000);
        source.execute(
                "INSERT INTO tenant_feature_grants (id, tenant_id, feature_id, grant_source, starts_at, expires_at)"
                        + " SELECT id('g' || n), id('T' || n), id('feature 1'), 'package', current_date - 300, current_date - 1"
                        + " FROM generate_series(1, 1000) n");
        List<List<String>> states = together(source, 4, (commands, n) -> {
            List<String> own = new ArrayList<>();
            for (int tenant = n + 1; tenant <= 1000; tenant += 4) {
                own.add(commands.run(EffectsIT.extend("feature 1").tenant(id("T" + tenant))));
            }
            return own;
        });
        assertThat(states.stream().flatMap(List::stream)).hasSize(1000).satisfies(all -> {
            assertThat(Collections.frequency(all, "APPLIED")).isEqualTo(20);
            assertThat(Collections.frequency(all, "HELD")).isEqualTo(980);
        });
        assertThat(source.values("SELECT DISTINCT tenant_id FROM tenant_feature_grants WHERE grant_source = 'comp'"
                        + " AND tenant_id IN (SELECT id('T' || n) FROM generate_series(1, 1000) n)"))
                .as("tenants that were changed")
                .hasSize(20);
    }

    @Test
    void the_limit_of_commands_per_tenant_and_day_holds() throws Exception {
        Source source = tenants(500);
        List<String> states = together(source, WORKERS, (commands, n) -> {
            TestCommand command = n % 2 == 0
                    ? EffectsIT.grantMissing(Family.STEWARDTRACK)
                    : n % 4 == 1 ? EffectsIT.complete() : EffectsIT.removeAccess(Family.STEWARDTRACK, "member A");
            return commands.run(command);
        });
        assertThat(Collections.frequency(states, "APPLIED")).as("%s", states).isEqualTo(3);
        TestCommand fourth = EffectsIT.deactivate("{\"inactiveDays\": 90, \"atMost\": 4}");
        try (Commands commands = source.commands()) {
            assertThat(commands.run(fourth)).isEqualTo("HELD");
        }
    }

    @Test
    void at_most_two_external_calls_run_at_once() throws Exception {
        Source source = tenants(500);
        List<String> states = together(source, WORKERS, (commands, n) -> {
            TestCommand command =
                    TestCommand.of("RERUN_ONBOARDING_STEP", id("T" + (n + 1)), "{}", "{\"currentStep\": \"complete\"}");
            return commands.run(command);
        });
        assertThat(Collections.frequency(states, "EXECUTING")).isEqualTo(2);
        assertThat(Collections.frequency(states, "HELD")).isEqualTo(18);
    }

    @Test
    void two_workers_that_execute_one_command_have_one_effect() throws Exception {
        Source source = tenants(500);
        for (int round = 1; round <= 10; round++) {
            TestCommand command = complete(round);
            List<String> states = together(source, 4, (commands, n) -> commands.run(command));
            assertThat(states).containsOnly("APPLIED");
            try (Commands commands = source.commands()) {
                assertThat(commands.published(command)).containsExactly("ISSUED", "APPLIED");
            }
        }
    }

    @Test
    void either_the_cancel_or_the_execution_wins() throws Exception {
        Source source = tenants(500);
        int applied = 0;
        for (int round = 1; round <= 20; round++) {
            TestCommand command = complete(round);
            try (Commands commands = source.commands()) {
                commands.receive(command);
                List<String> states = together(source, 2, (one, n) -> {
                    if (n == 0) {
                        one.receive(command.cancel());
                        return "";
                    }
                    return one.advance(command);
                });
                boolean done = states.get(1).equals("APPLIED");
                applied += done ? 1 : 0;
                assertThat(commands.published(command)).last().isEqualTo(done ? "APPLIED TOO_LATE" : "CANCELLED");
                assertThat(source.values("SELECT 1 FROM onboarding_progress WHERE is_completed"))
                        .hasSize(applied);
            }
        }
    }

    @Test
    void after_a_pause_has_returned_nothing_commits() throws Exception {
        Source source = tenants(900);
        source.execute(
                "UPDATE licensewatch.limits SET tenants_per_hour = 1000, tenants_percent = 100 WHERE type = '*'");
        for (int round = 0; round < 3; round++) {
            int first = round * 100;
            List<String> counts = Collections.synchronizedList(new ArrayList<>());
            together(source, 6, (commands, n) -> {
                if (n == 0) {
                    source.execute("SELECT licensewatch.pause(NULL, NULL, 'maria', 'test')");
                    counts.add(source.value("SELECT count(*) FROM onboarding_progress WHERE is_completed"));
                } else {
                    for (int i = 1; i <= 15; i++) {
                        commands.run(complete(first + n * 15 + i));
                    }
                }
                return n;
            });
            counts.add(source.value("SELECT count(*) FROM onboarding_progress WHERE is_completed"));
            assertThat(counts.get(1)).isEqualTo(counts.get(0));
            source.execute("SELECT licensewatch.resume(NULL, NULL, 'maria')");
        }
    }

    @Test
    void concurrent_writers_lose_only_excess_seats() throws Exception {
        Source source = postgres.prepared(Family.STEWARDTRACK);
        source.execute("UPDATE product_offerings SET max_users = 5"); // one too many
        TestCommand command = EffectsIT.deactivate("{\"inactiveDays\": 90, \"atMost\": 4}");
        try (Connection writer = source.connect();
                Commands commands = source.commands()) {
            commands.receive(command);
            writer.setAutoCommit(false);
            // The row that the worker needs: it waits, and evaluates again when this has committed.
            Source.values(
                    writer,
                    "UPDATE user_roles SET is_active = false WHERE user_id = id('idle 1') AND tenant_id = id('A') RETURNING id");
            ExecutorService thread = Executors.newSingleThreadExecutor();
            try {
                Future<String> state = thread.submit(() -> commands.advance(command));
                Awaitility.await().until(() -> waiting(source));
                writer.commit();
                assertThat(state.get()).isEqualTo("STALE");
            } finally {
                thread.shutdownNow();
            }
            assertThat(source.values("SELECT 1 FROM user_roles WHERE NOT is_active"))
                    .hasSize(2);
        }
    }

    private static boolean waiting(Source source) throws SQLException {
        return !source.values(
                        "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = ?",
                        source.database())
                .isEmpty();
    }
}
