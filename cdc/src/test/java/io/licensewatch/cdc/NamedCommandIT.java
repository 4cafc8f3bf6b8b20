package io.licensewatch.cdc;

import static io.licensewatch.cdc.testbed.CdcTestbed.awaitStreaming;
import static io.licensewatch.cdc.testbed.Fixture.TENANT_A;
import static io.licensewatch.cdc.testbed.Fixture.TENANT_B;
import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Fixture;
import io.licensewatch.cdc.testbed.Source;
import io.licensewatch.schemas.source.RowChange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Row changes of a real Postgres name the command whose transaction they are from. */
class NamedCommandIT {
    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed();

    private static final String COMMAND = UUID.randomUUID().toString();

    @Test
    void rows_name_the_command_of_their_own_transaction_and_no_other_rows_do() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute(role("snapshot", TENANT_A));
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            source.transaction(role("before the message", TENANT_A), names(COMMAND), role("named", TENANT_A));
            source.transaction(
                    names("c:1"),
                    "SAVEPOINT one",
                    names("rolled-back"),
                    role("never", TENANT_A),
                    "ROLLBACK TO SAVEPOINT one",
                    role("behind a rollback", TENANT_A),
                    "SAVEPOINT two",
                    role("in a savepoint", TENANT_A),
                    "RELEASE SAVEPOINT two");
            source.execute(role("of nobody", TENANT_A), names("no-rows"), role("behind no rows", TENANT_A));
            source.transaction(
                    names("moves"), "UPDATE roles SET tenant_id = '" + TENANT_B + "' WHERE name = 'of nobody'");
            source.transaction(
                    "SELECT pg_logical_emit_message(true, 'licensewatch.commands', 'wrong-prefix')",
                    "SELECT pg_logical_emit_message(false, 'licensewatch.command', 'outside')",
                    names("not an id"),
                    role("named wrongly", TENANT_A));
            testbed.awaitFrontier(source);
        }

        assertThat(testbed.written(source).changes("roles"))
                .extracting(change -> change.op() + " " + name(change) + " " + change.command())
                .containsExactlyInAnyOrder(
                        "READ snapshot null",
                        "CREATE before the message null",
                        "CREATE named " + COMMAND,
                        "CREATE behind a rollback c:1",
                        "CREATE in a savepoint c:1",
                        "CREATE of nobody null",
                        "CREATE behind no rows null",
                        "DELETE of nobody moves",
                        "CREATE of nobody moves",
                        "CREATE named wrongly null");
    }

    /**
     * As after a kill -9 in the middle of the transaction: the slot stands before it, and the checkpoint names an event within it.
     */
    @Test
    void a_restart_in_the_middle_of_a_transaction_names_the_rest_by_the_same_commands() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        Map<String, String> small = Map.of("licensewatch.cdc.batch-size", "2");
        try (Cdc cdc = testbed.cdc(source)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        String slot = source.database();
        source.execute("SELECT pg_copy_logical_replication_slot('" + slot + "', '" + slot + "_kept')");
        source.transaction(
                Stream.of(Stream.of(names("first")), roles(20), Stream.of(names("second")), roles(20), several(20))
                        .flatMap(statements -> statements)
                        .toArray(String[]::new));
        try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, small)) {
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
        }
        Map<String, List<String>> once = bytes(slot);
        List<ConsumerRecord<byte[], byte[]>> within = within(slot, transactionOf(source));
        assertThat(within).hasSizeGreaterThan(10);
        Set<Integer> rewritten = new HashSet<>();
        // Behind the first message, behind the second, and among the rows of one statement.
        for (int cut : List.of(0, within.size() / 2, within.size() - 2)) {
            Map<String, List<String>> before = bytes(slot);
            source.execute(
                    "SELECT pg_drop_replication_slot('" + slot + "')",
                    "SELECT pg_copy_logical_replication_slot('" + slot + "_kept', '" + slot + "')");
            ConsumerRecord<byte[], byte[]> checkpoint = within.get(cut);
            testbed.kafka().write(checkpoint.topic(), checkpoint.key(), checkpoint.value());
            try (Cdc cdc = testbed.cdc(source, Cdc.Start.CONTINUE, small)) {
                awaitStreaming(cdc);
                testbed.awaitFrontier(source);
            }
            Map<String, List<String>> after = bytes(slot);
            int rows = 0;
            for (Map.Entry<String, List<String>> place : after.entrySet()) {
                int old = before.getOrDefault(place.getKey(), List.of()).size();
                List<String> again =
                        place.getValue().subList(old, place.getValue().size());
                List<String> all = once.getOrDefault(place.getKey(), List.of());
                assertThat(again)
                        .as("cut %d, %s", cut, place.getKey())
                        .isEqualTo(all.subList(all.size() - again.size(), all.size()));
                rows += again.size();
            }
            rewritten.add(rows);
        }
        assertThat(rewritten).as("each cut left another rest").hasSize(3).allMatch(rows -> rows > 0 && rows <= 60);
        assertThat(once.values().stream().flatMap(List::stream))
                .hasSize(60)
                .allMatch(row -> row.contains("\"command\":\"first\"") || row.contains("\"command\":\"second\""));
    }

    private static String names(String command) {
        return "SELECT pg_logical_emit_message(true, 'licensewatch.command', '" + command + "')";
    }

    private static String role(String name, String tenant) {
        return "INSERT INTO roles (tenant_id, name) VALUES ('" + tenant + "', '" + name + "')";
    }

    private static Stream<String> roles(int count) {
        return Stream.generate(() -> role("one", UUID.randomUUID().toString())).limit(count);
    }

    /** Rows that may share an LSN. */
    private static Stream<String> several(int count) {
        return Stream.of("INSERT INTO roles (tenant_id, name) SELECT gen_random_uuid(), 'several' FROM"
                + " generate_series(1, " + count + ")");
    }

    private static @Nullable Object name(RowChange change) {
        Map<String, @Nullable Object> row = change.after() == null ? change.before() : change.after();
        return row == null ? null : row.get("name");
    }

    private static long transactionOf(Source source) {
        return testbed.written(source).changes("roles").stream()
                .filter(change -> change.command() != null && change.txId() != null)
                .mapToLong(RowChange::txId)
                .findFirst()
                .orElseThrow();
    }

    /** Each checkpoint that names an event of the transaction. */
    private static List<ConsumerRecord<byte[], byte[]>> within(String slot, long transaction) throws Exception {
        List<ConsumerRecord<byte[], byte[]>> within = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : testbed.kafka().committed(slot + ".checkpoint")) {
            Checkpoint.LastEvent position = record.value() == null
                    ? null
                    : Checkpoint.decode(record.value()).lastEvent();
            if (position != null && position.txId() == transaction) {
                within.add(record);
            }
        }
        return within;
    }

    private static Map<String, List<String>> bytes(String prefix) {
        Map<String, List<String>> places = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : testbed.kafka().records(prefix + ".public.roles")) {
            places.computeIfAbsent("partition " + record.partition(), place -> new ArrayList<>())
                    .add(record.timestamp() + " " + text(record.key()) + " " + text(record.value()));
        }
        return places;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1); // every byte counts
    }
}
