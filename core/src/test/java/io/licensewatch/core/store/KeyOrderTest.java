package io.licensewatch.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.schemas.source.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyOrderTest {
    private static final int ROUNDS = 20_000;

    private final long seed = Long.getLong("licensewatch.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private record Logical(int tag, String text, long number, long bits) {
        byte[] key() {
            return new KeyWriter().tag(tag).text(text).number(number).bits(bits).toBytes();
        }
    }

    private static final Comparator<String> TEXTS = Comparator.comparing((String text) -> !isUuid(text))
            .thenComparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private static final Comparator<Logical> LOGICAL = Comparator.comparingInt(Logical::tag)
            .thenComparing(Logical::text, TEXTS)
            .thenComparingLong(Logical::number)
            .thenComparing(Logical::bits, Long::compareUnsigned);

    private static boolean isUuid(String text) {
        return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    @Test
    void byte_order_is_logical_order() {
        for (int i = 0; i < ROUNDS; i++) {
            Logical a = logical();
            Logical b = random.nextInt(3) == 0 ? near(a) : logical();
            assertThat(Integer.signum(Arrays.compareUnsigned(a.key(), b.key())))
                    .as("seed %d: %s against %s", seed, a, b)
                    .isEqualTo(Integer.signum(LOGICAL.compare(a, b)));
        }
    }

    @Test
    void what_is_written_is_read() {
        for (int i = 0; i < ROUNDS; i++) {
            Logical a = logical();
            KeyReader in = new KeyReader(a.key());
            assertThat(new Logical(in.tag(), in.text(), in.number(), in.bits()))
                    .as("seed %d", seed)
                    .isEqualTo(a);
            assertThat(in.atEnd()).isTrue();
        }
    }

    @Test
    void a_key_may_be_as_long_as_it_has_to_be() {
        for (int length = 0; length < 300; length++) {
            for (String text : List.of("a".repeat(length), "\0".repeat(length))) {
                KeyReader in = new KeyReader(new KeyWriter()
                        .text(text)
                        .tag(7)
                        .text(text)
                        .number(length)
                        .toBytes());
                assertThat(List.of(in.text(), in.tag(), in.text(), in.number()))
                        .isEqualTo(List.of(text, 7, text, (long) length));
            }
        }
    }

    @Test
    void a_reader_knows_when_it_has_read_all() {
        KeyReader in = new KeyReader(new KeyWriter().tag(9).text("ab").toBytes());
        in.tag();
        assertThat(in.atEnd()).isFalse();
        in.text();
        assertThat(in.atEnd()).isTrue();
        KeyReader wrong = new KeyReader(new KeyWriter().tag(9).tag(9).toBytes());
        wrong.tag();
        assertThatThrownBy(wrong::text).hasMessage("no text at byte 1 of a store key");
    }

    @Test
    void a_position_is_read_as_it_was_written() {
        SourcePosition position = new SourcePosition(1, -2, 3);
        assertThat(new KeyReader(new KeyWriter().position(position).toBytes()).position())
                .isEqualTo(position);
    }

    @Test
    void a_text_that_only_resembles_a_uuid_is_read_as_it_was_written() {
        String uuid = "01234567-89ab-cdef-fedc-ba9876543210";
        for (int i = 0; i < uuid.length(); i++) {
            for (char other : "0fFg-:`/@ ".toCharArray()) {
                String text = uuid.substring(0, i) + other + uuid.substring(i + 1);
                KeyReader in = new KeyReader(new KeyWriter()
                        .tag(1)
                        .text(text)
                        .rowKey("{\"id\":\"" + text + "\"}")
                        .toBytes());
                in.tag();
                assertThat(in.text()).isEqualTo(text);
                assertThat(in.rowKey()).isEqualTo("{\"id\":\"" + text + "\"}");
            }
        }
    }

    @Test
    void no_text_is_the_beginning_of_another() {
        List<String> texts = List.of("", "a", "ab", "a\0", "a\0b", "a\0\0", "\0", "\uFFFF");
        for (String a : texts) {
            for (String b : texts) {
                if (!a.equals(b)) {
                    byte[] prefix = new KeyWriter().text(a).toBytes();
                    byte[] key = new KeyWriter().text(b).toBytes();
                    assertThat(key.length >= prefix.length
                                    && Arrays.equals(prefix, 0, prefix.length, key, 0, prefix.length))
                            .as("'%s' begins '%s'", a, b)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void the_usual_row_key_is_as_short_as_its_uuid_and_reads_back() {
        String usual = "{\"id\":\"" + UUID.randomUUID() + "\"}";
        byte[] key = new KeyWriter().rowKey(usual).toBytes();
        assertThat(key).hasSize(17);
        assertThat(new KeyReader(key).rowKey()).isEqualTo(usual);
        for (String other : List.of(
                "{\"id\":7}", "{\"tenant_id\":\"a\",\"feature_id\":\"b\"}", usual.toUpperCase(Locale.ROOT), "")) {
            assertThat(new KeyReader(new KeyWriter().rowKey(other).toBytes()).rowKey())
                    .isEqualTo(other);
        }
    }

    @Test
    void the_key_after_a_prefix_is_after_all_that_begin_with_it() {
        assertThat(hex(KeyWriter.after(new byte[] {1, (byte) 0xFF}))).isEqualTo("02");
        assertThat(hex(KeyWriter.after(new byte[] {1, 2}))).isEqualTo("0103");
        assertThatThrownBy(() -> KeyWriter.after(new byte[] {(byte) 0xFF}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private Logical logical() {
        return new Logical(random.nextInt(4), text(), number(), number());
    }

    private Logical near(Logical a) {
        return switch (random.nextInt(3)) {
            case 0 -> new Logical(a.tag(), a.text(), a.number() + random.nextInt(3) - 1, a.bits());
            case 1 -> new Logical(a.tag(), a.text(), a.number(), a.bits() + random.nextInt(3) - 1);
            default -> new Logical(a.tag(), a.text() + (char) random.nextInt(3), a.number(), a.bits());
        };
    }

    private long number() {
        return switch (random.nextInt(3)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextInt(5) - 2L;
            default -> 1L << random.nextInt(64);
        };
    }

    private String text() {
        if (random.nextBoolean()) {
            return new UUID(random.nextLong(), random.nextLong()).toString();
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append((char) (random.nextBoolean() ? random.nextInt(4) : random.nextInt(0xD800)));
        }
        return text.toString();
    }
}
