package io.licensewatch.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteBehindTest {
    private static final long ROOMY = 1_000_000;

    private final Disk disk = new Disk();

    /** A sorted map that counts what is asked of it. */
    private static final class Disk implements WriteBehind.Below {
        private final SortedKeyValues entries = new SortedKeyValues();
        private final Below below = Below.of(entries);
        private final List<String> written = new ArrayList<>();
        private int reads;

        @Override
        public byte @Nullable [] get(byte[] key) {
            reads++;
            return below.get(key);
        }

        @Override
        public void scan(byte[] from, byte[] to, KeyValues.Visitor visitor) {
            below.scan(from, to, visitor);
        }

        @Override
        public void write(List<WriteBehind.Change> changes) {
            changes.forEach(change ->
                    written.add(change.key()[0] + (change.value() == null ? " gone" : "=" + change.value()[0])));
            below.write(changes);
        }
    }

    @Test
    void changes_of_a_key_are_handed_on_once_and_together() {
        WriteBehind store = new WriteBehind(disk, ROOMY);
        for (int i = 0; i < 100; i++) {
            store.put(bytes(7), bytes(i));
        }
        store.put(bytes(3), bytes(1));
        assertThat(disk.written).isEmpty();
        assertThat(store.get(bytes(7))).isEqualTo(bytes(99));

        store.flush();
        store.flush();
        assertThat(disk.written).containsExactly("7=99", "3=1");
        assertThat(disk.reads).as("what was written is known").isZero();
    }

    @Test
    void what_is_absent_is_asked_for_once_and_not_deleted() {
        WriteBehind store = new WriteBehind(disk, ROOMY);
        assertThat(store.get(bytes(1))).isNull();
        store.put(bytes(1), bytes(5));
        store.delete(bytes(1));
        assertThat(store.get(bytes(1))).isNull();
        store.flush();
        assertThat(disk.reads).isOne();
        assertThat(disk.written).as("put and deleted in between").isEmpty();

        store.delete(bytes(2));
        store.flush();
        assertThat(disk.written).as("may be there").containsExactly("2 gone");
        store.put(bytes(2), bytes(1));
        store.delete(bytes(2));
        store.flush();
        assertThat(disk.written).hasSize(1);
    }

    @Test
    void a_value_that_is_there_already_is_no_change() {
        WriteBehind store = new WriteBehind(disk, ROOMY);
        store.put(bytes(1), bytes(5));
        store.flush();
        store.put(bytes(1), bytes(5));
        store.flush();
        assertThat(disk.written).containsExactly("1=5");

        store.put(bytes(1), bytes(6));
        store.put(bytes(1), bytes(5));
        store.flush();
        assertThat(disk.written).as("dirty once, it is handed on").containsExactly("1=5", "1=5");
    }

    @Test
    void what_is_cleared_was_never_written() {
        WriteBehind store = new WriteBehind(disk, ROOMY);
        store.put(bytes(1), bytes(5));
        store.flush();
        store.put(bytes(1), bytes(6));
        store.put(bytes(2), bytes(6));
        store.clear();
        store.flush();
        assertThat(store.get(bytes(1))).isEqualTo(bytes(5));
        assertThat(store.get(bytes(2))).isNull();
        assertThat(disk.written).containsExactly("1=5");
    }

    @Test
    void an_entry_that_was_given_up_when_it_was_read_is_written_where_it_is_found_again() {
        WriteBehind store = new WriteBehind(disk, 1_000);
        disk.entries.put(bytes(2), new byte[800]);
        store.put(bytes(1), new byte[240]);

        assertThat(store.get(bytes(2))).hasSize(800);
        assertThat(store.bytes()).as("there was no room for it").isLessThan(800);
        store.put(bytes(2), bytes(5));
        store.get(bytes(1));

        assertThat(store.get(bytes(2))).isEqualTo(bytes(5));
    }

    @Test
    void what_is_put_off_is_handed_on_with_the_rest_and_not_to_make_room() {
        WriteBehind store = new WriteBehind(disk, 2_000);
        int[] count = new int[1];
        assertThat(store.beforeFlush(() -> store.put(bytes(1), bytes(count[0]))))
                .isTrue();
        for (; count[0] < 100; count[0]++) {
            store.put(bytes(count[0] + 2), new byte[100]);
        }
        assertThat(disk.written).hasSizeGreaterThan(50).doesNotContain("1=100");
        store.flush();
        assertThat(disk.written).containsOnlyOnce("1=100").hasSize(101);

        store.clear();
        count[0]++;
        store.flush();
        assertThat(disk.written).as("nobody is asked any more").hasSize(101);
        assertThat(disk.entries.beforeFlush(() -> {})).as("nothing is gathered").isFalse();
    }

    @Test
    void it_keeps_within_its_bytes_also_when_values_are_few_and_large() {
        WriteBehind store = new WriteBehind(disk, 10_000);
        for (int i = 0; i < 500; i++) {
            store.put(bytes(i % 40), new byte[i % 7 == 0 ? 4_000 : 10]);
            store.get(bytes(i % 90));
            assertThat(store.bytes()).isLessThanOrEqualTo(10_000);
        }
    }

    /** Every answer is that of a map without a memory before it, and so is what is below after each flush. */
    @ParameterizedTest
    @ValueSource(longs = {300, 2_000, 20_000, ROOMY})
    void random_work_is_as_with_a_plain_map(long maxBytes) {
        long seed = Long.getLong("licensewatch.seed", System.nanoTime());
        Random random = new Random(seed);
        SortedKeyValues plain = new SortedKeyValues();
        SortedKeyValues flushed = plain.copy();
        WriteBehind store = new WriteBehind(disk, maxBytes);
        for (int step = 0; step < 20_000; step++) {
            byte[] key = key(random);
            switch (random.nextInt(20)) {
                case 0 -> {
                    store.flush();
                    flushed = plain.copy();
                    assertThat(all(disk.entries)).as("seed %s", seed).isEqualTo(all(flushed));
                }
                case 1 -> {
                    if (maxBytes == ROOMY) { // with less room it may have been handed on
                        store.clear();
                        plain = flushed.copy();
                    }
                }
                case 2, 3, 4 -> {
                    byte[] to = key(random);
                    int limit = random.nextInt(12);
                    assertThat(scan(store, key, to, limit)).as("seed %s", seed).isEqualTo(scan(plain, key, to, limit));
                }
                case 5, 6, 7 -> {
                    store.delete(key);
                    plain.delete(key);
                }
                case 8, 9, 10, 11, 12, 13 ->
                    assertThat(store.get(key)).as("seed %s", seed).isEqualTo(plain.get(key));
                default -> {
                    byte[] value = bytes(random.nextInt(3));
                    store.put(key, value);
                    plain.put(key, value);
                }
            }
        }
    }

    /** The visitor reads, which must not disturb the scan. */
    private static List<String> scan(KeyValues store, byte[] from, byte[] to, int limit) {
        List<String> found = new ArrayList<>();
        if (Arrays.compareUnsigned(from, to) <= 0) {
            store.scan(from, to, (key, value) -> {
                found.add(Arrays.toString(key) + "=" + value[0]);
                assertThat(store.get(key)).isEqualTo(value);
                store.get(bytes(200));
                return found.size() < limit;
            });
        }
        return found;
    }

    private static List<String> all(KeyValues store) {
        return scan(store, new byte[0], new byte[] {-1, -1}, Integer.MAX_VALUE);
    }

    private static byte[] key(Random random) {
        return random.nextBoolean()
                ? bytes(random.nextInt(200))
                : new byte[] {(byte) random.nextInt(8), (byte) random.nextInt(8)};
    }

    private static byte[] bytes(int value) {
        return new byte[] {(byte) value};
    }
}
