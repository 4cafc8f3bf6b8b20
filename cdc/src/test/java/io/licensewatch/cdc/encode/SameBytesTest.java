package io.licensewatch.cdc.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.data.Json;
import io.debezium.data.Uuid;
import io.debezium.time.MicroTimestamp;
import io.debezium.time.ZonedTimestamp;
import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.CapturedTable.ReplicaIdentity;
import io.licensewatch.cdc.source.RowKey;
import io.licensewatch.schemas.source.SourceTable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The same event has the same bytes: written twice, by another process, from a row that the engine built again. It is what makes a
 * change that is delivered again equal to the one that was written. Random rows of all captured types.
 */
class SameBytesTest {
    private static final int ROWS = 2_000;
    private static final int MAX_CODE_POINT = 0x10FFFF;
    /** Milliseconds of the years 1970 to 2169. */
    private static final long TWO_CENTURIES = 6_311_433_600_000L;

    private final long seed = Long.getLong("licensewatch.seed", System.nanoTime());

    /** A column of one type, and values of it as the engine gives them. */
    private record Column(String name, SchemaBuilder schema, Function<Random, @Nullable Object> value) {}

    @Test
    void an_event_always_has_the_same_bytes_in_every_process() {
        System.out.println("same bytes: -Dlicensewatch.seed=" + seed);
        RowEncoder one = new RowEncoder();
        RowEncoder other = new RowEncoder();
        for (int i = 0; i < ROWS; i++) {
            long rowSeed = seed + i;
            ReplicaIdentity identity = i % 5 == 0 ? ReplicaIdentity.DEFAULT : ReplicaIdentity.FULL;
            Event event = event(rowSeed, identity);
            Event builtAnew = event(rowSeed, identity);
            String written = encoded(one, event);

            assertThat(encoded(one, event)).as("twice, row seed %d", rowSeed).isEqualTo(written);
            assertThat(encoded(other, event))
                    .as("by another encoder, row seed %d", rowSeed)
                    .isEqualTo(written);
            assertThat(encoded(one, builtAnew))
                    .as("of rows built again, row seed %d", rowSeed)
                    .isEqualTo(written);
            assertThat(encoded(new RowEncoder(), builtAnew))
                    .as("by an encoder that has seen nothing else, row seed %d", rowSeed)
                    .isEqualTo(written);
        }
    }

    @Test
    void every_type_and_every_special_value_comes_up_among_the_random_rows() {
        RowEncoder encoder = new RowEncoder();
        StringBuilder all = new StringBuilder();
        boolean leavesOut = false;
        for (int i = 0; i < ROWS; i++) {
            String written = encoded(encoder, event(seed + i, ReplicaIdentity.FULL));
            leavesOut |= written.contains("\"after\":{") && !written.contains("\"status\":");
            all.append(written);
        }
        assertThat(all)
                .contains(
                        "\"infinity\"",
                        "\"-infinity\"",
                        "null",
                        "\\\"",
                        "true",
                        "false",
                        "[]",
                        "\"0.10\"",
                        "\"command\":\"");
        assertThat(leavesOut).as("a value that Postgres did not send").isTrue();
        assertThat(all).doesNotContain(Unavailable.PLACEHOLDER);
    }

    private record Event(
            CapturedTable table,
            String op,
            @Nullable Struct before,
            @Nullable Struct after,
            SourceStamp stamp) {}

    private static String encoded(RowEncoder encoder, Event event) {
        Struct row = event.after() == null ? event.before() : event.after();
        byte[] envelope = encoder.envelope(event.table(), event.op(), event.before(), event.after(), event.stamp());
        byte[] key = row == null ? new byte[0] : encoder.key(event.table(), row);
        byte[] qualified = row == null ? new byte[0] : encoder.qualifiedKey(event.table(), row);
        return text(key) + text(qualified) + text(envelope);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1); // every byte counts
    }

    /** Nothing of it is shared with an event made before, the schema neither. */
    private static Event event(long seed, ReplicaIdentity identity) {
        Random random = new Random(seed);
        List<Column> columns = columns();
        SchemaBuilder builder = SchemaBuilder.struct().optional();
        columns.forEach(column -> builder.field(column.name(), column.schema().build()));
        Schema schema = builder.build();
        CapturedTable table = new CapturedTable(
                SourceTable.TENANTS,
                columns.stream().map(Column::name).toList(),
                random.nextBoolean() ? RowKey.primary("id") : RowKey.primary("subscription_tier", "id"),
                identity,
                false,
                false,
                true);
        String op = List.of("c", "u", "d", "r", "t").get(random.nextInt(5));
        Struct before = op.equals("u") || op.equals("d") ? row(schema, columns, random) : null;
        Struct after = op.equals("d") || op.equals("t") ? null : row(schema, columns, random);
        SourceStamp stamp = new SourceStamp(
                SourceTable.TENANTS,
                op.equals("r") ? "true" : "false",
                random.nextLong(),
                random.nextLong(),
                random.nextBoolean() ? null : random.nextLong(1L << 32),
                random.nextLong(TWO_CENTURIES),
                1 + random.nextInt(9),
                random.nextInt(4) == 0 ? uuid(random).toString() : null);
        return new Event(table, op, before, after, stamp);
    }

    private static Struct row(Schema schema, List<Column> columns, Random random) {
        Struct row = new Struct(schema);
        columns.forEach(column -> row.put(column.name(), column.value().apply(random)));
        return row;
    }

    private static List<Column> columns() {
        SchemaBuilder texts = SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).optional();
        return List.of(
                new Column("id", Uuid.builder(), SameBytesTest::uuid),
                new Column("name", SchemaBuilder.string().optional(), r -> orSpecial(r, null, text(r))),
                new Column("status", Json.builder().optional(), SameBytesTest::json),
                new Column("subscription_tier", SchemaBuilder.string().optional(), SameBytesTest::numeric),
                new Column("subscription_status", texts, SameBytesTest::texts),
                new Column("subscription_end_date", ZonedTimestamp.builder().optional(), SameBytesTest::zoned),
                new Column("subscription_offering_id", SchemaBuilder.int32().optional(), Random::nextInt),
                new Column(
                        "onboarding_completed",
                        SchemaBuilder.bool().optional().defaultValue(true),
                        r -> orSpecial(r, null, r.nextBoolean())),
                new Column("created_at", MicroTimestamp.builder().optional(), SameBytesTest::micros),
                new Column(
                        "deleted_at",
                        SchemaBuilder.int32().name(PostgresDates.SCHEMA_NAME).optional(),
                        SameBytesTest::date));
    }

    private static Object uuid(Random random) {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private static @Nullable Object json(Random random) {
        String document = "{\"" + text(random).replaceAll("[\\\\\"\\p{Cntrl}]", "") + "\": [" + random.nextInt() + "]}";
        return orSpecial(random, Unavailable.PLACEHOLDER, document);
    }

    private static @Nullable Object numeric(Random random) {
        return orSpecial(random, "0.10", Double.toString(random.nextGaussian()));
    }

    private static @Nullable Object texts(Random random) {
        List<@Nullable String> texts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            texts.add(random.nextInt(4) == 0 ? null : text(random));
        }
        return orSpecial(random, List.of(Unavailable.PLACEHOLDER), texts);
    }

    private static @Nullable Object zoned(Random random) {
        Instant instant =
                Instant.ofEpochMilli(random.nextLong(TWO_CENTURIES)).plusNanos(random.nextInt(1_000) * 1_000L);
        return orSpecial(random, random.nextBoolean() ? "infinity" : "-infinity", instant.toString());
    }

    private static @Nullable Object micros(Random random) {
        long infinity = random.nextBoolean() ? 9_223_372_036_825_200_000L : -9_223_372_036_832_400_000L;
        return orSpecial(random, infinity, random.nextLong(TWO_CENTURIES) * 1_000 - TWO_CENTURIES * 500);
    }

    private static @Nullable Object date(Random random) {
        int infinity = random.nextBoolean() ? PostgresDates.INFINITY : PostgresDates.MINUS_INFINITY;
        return orSpecial(random, infinity, random.nextInt(100_000) - 50_000);
    }

    /** One time in four what is special, one in eight nothing. */
    private static @Nullable Object orSpecial(Random random, @Nullable Object special, Object usual) {
        return switch (random.nextInt(8)) {
            case 0 -> null;
            case 1, 2 -> special;
            default -> usual;
        };
    }

    /** Quotes, controls, and characters of one to four bytes. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            int character = switch (random.nextInt(4)) {
                case 0 -> "\"\\\n\t".charAt(random.nextInt(4));
                case 1 -> 0xA0 + random.nextInt(0x2000);
                case 2 -> 0x10000 + random.nextInt(MAX_CODE_POINT - 0x10000);
                default -> 'a' + random.nextInt(26);
            };
            text.appendCodePoint(character);
        }
        return text.toString();
    }
}
