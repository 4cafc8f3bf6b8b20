package io.licensewatch.cdc;

import static io.licensewatch.cdc.testbed.CdcTestbed.PATIENCE;
import static io.licensewatch.cdc.testbed.CdcTestbed.awaitStreaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.feed.FeedState;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Fixture;
import io.licensewatch.cdc.testbed.Reader;
import io.licensewatch.cdc.testbed.Source;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A prepared transaction that nobody ends holds up the making of a slot; the engine that waits for it must not be left behind. */
class StuckEngineIT {
    private static final String GID = "who''s this";

    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed();

    @Test
    void a_prepared_transaction_is_named_and_its_waiting_engine_ends_before_the_next() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        prepare(source);
        Map<String, String> often = Map.of("licensewatch.cdc.tables-interval", "1s");
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, often)) {
            awaitNamed(cdc);
            assertThat(slotMakers(source)).hasSize(1);
            String first = slotMakers(source).get(0);

            // ends the run, and another begins in this process
            source.execute(
                    "CREATE TABLE permissions (id uuid PRIMARY KEY, code text)",
                    "ALTER TABLE permissions REPLICA IDENTITY FULL",
                    "ALTER PUBLICATION licensewatch ADD TABLE permissions");
            await().atMost(PATIENCE)
                    .until(() -> slotMakers(source).size() == 1
                            && !slotMakers(source).contains(first));
            awaitNamed(cdc);
            testbed.assertStopsInTime(source, cdc);
            await().atMost(PATIENCE).until(() -> slotMakers(source).isEmpty());
        }
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, often)) {
            awaitNamed(cdc);
            source.execute("COMMIT PREPARED '" + GID + "'");
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        assertSame(source);
    }

    @Test
    void a_standby_names_the_backend_with_which_a_killed_cdc_creates_the_slot() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        prepare(source);
        PostgresAddress address = PostgresAddress.parse(testbed.postgres().url("postgres", "x", source.database()));
        ExecutorService elsewhere = Executors.newSingleThreadExecutor();
        try (Connection left = address.connectForReplication();
                Statement statement = left.createStatement()) {
            Future<Boolean> made = elsewhere.submit(
                    () -> statement.execute("CREATE_REPLICATION_SLOT \"" + source.database() + "\" LOGICAL pgoutput"));
            await().atMost(PATIENCE).until(() -> slotMakers(source).size() == 1);
            try (Cdc cdc = testbed.cdc(source)) {
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(cdc.state()).isEqualTo(FeedState.STANDBY);
                    assertThat(cdc.ready().get(0).check().detail())
                            .contains("the slot's creation waits for prepared transaction 'who''s this'");
                });
                source.execute("COMMIT PREPARED '" + GID + "'");
                assertThat(made.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
                awaitStreaming(cdc);
                testbed.awaitFrontier(source);
            }
        } finally {
            elsewhere.shutdownNow();
        }
        assertSame(source);
    }

    @Test
    void a_resync_names_the_prepared_transaction_that_it_waits_for() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute("INSERT INTO user_roles (tenant_id) SELECT gen_random_uuid() FROM generate_series(1, 20)");
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
            for (List<String> tables : List.of(List.of("--table=public.user_roles"), List.<String>of())) {
                prepare(source);
                StringWriter out = new StringWriter();
                CompletableFuture<Integer> exitCode = CompletableFuture.supplyAsync(() -> resync(source, tables, out));
                await().atMost(PATIENCE)
                        .until(() -> out.toString().contains("it waits for prepared transaction 'who''s this'"));
                source.execute("COMMIT PREPARED '" + GID + "'");
                assertThat(exitCode.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .as(out.toString())
                        .isZero();
            }
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        assertSame(source);
    }

    private static int resync(Source source, List<String> more, StringWriter out) {
        List<String> arguments = new ArrayList<>(List.of("resync", "--wait"));
        arguments.addAll(more);
        testbed.settingsOf(source)
                .forEach((name, value) -> arguments.add(
                        "--" + name.substring("licensewatch.".length()).replace('.', '-') + "=" + value));
        return CdcMain.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(arguments.toArray(String[]::new));
    }

    private static void prepare(Source source) throws Exception {
        source.execute(
                "BEGIN",
                "INSERT INTO user_roles (tenant_id) VALUES (gen_random_uuid())",
                "PREPARE TRANSACTION '" + GID + "'");
    }

    private static void awaitNamed(Cdc cdc) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(cdc.state()).isEqualTo(FeedState.SNAPSHOT);
            assertThat(cdc.ready().get(0).check().detail())
                    .contains(
                            "waits for prepared transaction 'who''s this' in database source",
                            "ROLLBACK PREPARED 'who''s this'");
        });
    }

    /** The backends that make our slot. */
    private static List<String> slotMakers(Source source) throws Exception {
        return testbed.postgres()
                .query(
                        source.database(),
                        "SELECT pid::text FROM pg_stat_activity WHERE query LIKE 'CREATE_REPLICATION_SLOT \""
                                + source.database() + "\"%' AND state = 'active'");
    }

    private static void assertSame(Source source) throws Exception {
        assertThat(Reader.of(testbed.written(source)).rows("user_roles", "tenant_id"))
                .isNotEmpty()
                .isEqualTo(testbed.selected(source, "user_roles", "tenant_id"));
    }
}
