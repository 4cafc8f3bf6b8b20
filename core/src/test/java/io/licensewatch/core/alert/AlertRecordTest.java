package io.licensewatch.core.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.core.alert.AlertState.Open;
import io.licensewatch.core.alert.AlertState.Opening;
import io.licensewatch.core.alert.AlertState.Quiet;
import io.licensewatch.core.remedy.IssuedCommand;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.alert.Route;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.source.Evidence;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlertRecordTest {
    @Test
    void an_alert_that_never_opened_needs_no_bytes() {
        assertThat(new AlertRecord(Quiet.FRESH, List.of()).toBytes()).isNull();
        assertThat(AlertRecord.read(null)).isEqualTo(new AlertRecord(Quiet.FRESH, List.of()));
    }

    @Test
    void what_is_kept_forever_is_a_few_bytes() {
        assertThat(new AlertRecord(new Quiet(3, Instant.MAX), List.of()).toBytes())
                .hasSizeLessThan(6);
    }

    @Test
    void every_record_survives_its_bytes() {
        long seed = Long.getLong("licensewatch.seed", new Random().nextLong());
        System.out.println("AlertRecordTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            AlertRecord before = record(random);
            byte[] bytes = Objects.requireNonNull(before.toBytes());
            assertThat(AlertRecord.read(bytes)).as("seed %d", seed).isEqualTo(before);
            assertThat(OpenHead.read(bytes)).as("seed %d", seed).isEqualTo(OpenHead.of(before.state()));
        }
    }

    @Test
    void bytes_of_an_unknown_version_stop_the_task() {
        byte[] bytes = Objects.requireNonNull(record(new Random(1)).toBytes());
        bytes[0]++;
        assertThatThrownBy(() -> AlertRecord.read(bytes)).isInstanceOf(IllegalStateException.class);
    }

    private static AlertRecord record(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> new AlertRecord(new Quiet(1 + random.nextInt(1000), instant(random)), List.of());
            case 1 ->
                new AlertRecord(
                        new Opening(random.nextInt(1000), time(random), random.nextBoolean(), instant(random)),
                        List.of());
            default ->
                new AlertRecord(
                        new Open(
                                1 + random.nextInt(1000),
                                1 + random.nextInt(1000),
                                time(random),
                                published(random),
                                pending(random)),
                        IntStream.range(0, random.nextInt(4))
                                .mapToObj(i -> asked(random))
                                .toList());
        };
    }

    private static @Nullable Pending pending(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> new Pending(Direction.DOWN, time(random), null);
            default -> new Pending(Direction.SIDEWAYS, time(random), text(random));
        };
    }

    private static PublishedAlert published(Random random) {
        Condition condition = new Condition(
                text(random),
                random.nextInt(),
                Severity.values()[random.nextInt(3)],
                Level.values()[random.nextInt(3)],
                text(random));
        return new PublishedAlert(
                condition,
                List.of(Route.values()).subList(0, random.nextInt(4)),
                text(random),
                new Measurement(random.nextLong(), random.nextInt(), text(random)),
                random.nextInt(100),
                json(random),
                IntStream.range(0, random.nextInt(11))
                        .mapToObj(i -> new Evidence(
                                "public.t" + i,
                                text(random),
                                "0/" + i,
                                time(random),
                                random.nextInt(4) == 0 ? text(random) : null))
                        .toList());
    }

    private static IssuedCommand asked(Random random) {
        CommandType type = CommandType.values()[random.nextInt(CommandType.values().length)];
        return new IssuedCommand(
                type,
                text(random),
                1 + random.nextInt(9),
                random.nextBoolean()
                        ? null
                        : new IssuedCommand.Outstanding(
                                json(random), CommandMode.values()[random.nextInt(3)], time(random), text(random)));
    }

    private static Map<String, @Nullable Object> json(Random random) {
        Map<String, @Nullable Object> json = new HashMap<>();
        json.put("text", text(random));
        json.put("number", random.nextLong());
        json.put("small", (long) random.nextInt(10));
        json.put("nothing", null);
        json.put("list", List.of(text(random), text(random)));
        json.put("flag", random.nextBoolean());
        return json;
    }

    private static Instant instant(Random random) {
        return random.nextInt(3) == 0 ? Instant.MAX : time(random);
    }

    private static Instant time(Random random) {
        return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(12), 0, 0x2FF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
