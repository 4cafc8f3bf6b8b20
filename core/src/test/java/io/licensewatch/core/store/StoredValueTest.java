package io.licensewatch.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values are on disk; a change of these bytes is a migration. */
class StoredValueTest {
    private static final int VERSION = 3;

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "0, 00",
        "-1, 01",
        "1, 02",
        "63, 7e",
        "-64, 7f",
        "64, 8001",
        "8191, fe7f",
        "8192, 808001",
        "9223372036854775807, feffffffffffffffff01",
        "-9223372036854775808, ffffffffffffffffff01"
    })
    void small_numbers_of_either_sign_are_short(long number, String bytes) {
        byte[] written = new ValueWriter(VERSION).number(number).toBytes();
        assertThat(HexFormat.of().formatHex(written)).isEqualTo("03" + bytes);
        assertThat(new ValueReader(written, VERSION).number()).isEqualTo(number);
    }

    @Test
    void fields_are_read_in_the_order_in_which_they_were_written() {
        byte[] written = new ValueWriter(VERSION)
                .flag(true)
                .flag(false)
                .optionalFlag(null)
                .optionalFlag(true)
                .optionalFlag(false)
                .text("Zürich")
                .optionalText(null)
                .optionalText("")
                .texts(List.of("a", "", "b"))
                .texts(List.of())
                .text("end")
                .toBytes();
        ValueReader in = new ValueReader(written, VERSION);
        assertThat(in.flag()).isTrue();
        assertThat(in.flag()).isFalse();
        assertThat(in.optionalFlag()).isNull();
        assertThat(in.optionalFlag()).isTrue();
        assertThat(in.optionalFlag()).isFalse();
        assertThat(in.text()).isEqualTo("Zürich");
        assertThat(in.optionalText()).isNull();
        assertThat(in.optionalText()).isEmpty();
        assertThat(in.texts()).containsExactly("a", "", "b");
        assertThat(in.texts()).isEmpty();
        assertThat(in.text()).isEqualTo("end");
    }

    @Test
    void a_value_of_another_version_is_refused() {
        byte[] written = new ValueWriter(VERSION).toBytes();
        assertThatThrownBy(() -> new ValueReader(written, 4))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("stored value has version 3, expected 4");
    }

    @Test
    void a_part_of_a_store_sees_its_own_entries_only() {
        SortedKeyValues store = new SortedKeyValues();
        Space one = new Space(store, 1);
        Space two = new Space(store, 2);
        for (int key = 0; key < 4; key++) {
            one.put(new byte[] {(byte) key}, new byte[] {(byte) (10 + key)});
        }
        two.put(new byte[] {1}, new byte[] {20});
        assertThat(one.get(new byte[] {1})).containsExactly(11);
        assertThat(two.get(new byte[] {1})).containsExactly(20);
        StringBuilder seen = new StringBuilder();
        one.scan(new byte[] {1}, new byte[] {9}, (key, value) -> {
            seen.append(key.length)
                    .append(':')
                    .append(key[0])
                    .append('=')
                    .append(value[0])
                    .append(' ');
            return key[0] < 2;
        });
        assertThat(seen).hasToString("1:1=11 1:2=12 ");
        one.delete(new byte[] {1});
        assertThat(one.get(new byte[] {1})).isNull();
        assertThat(store.size()).isEqualTo(4);
    }
}
