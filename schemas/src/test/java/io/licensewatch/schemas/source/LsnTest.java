package io.licensewatch.schemas.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LsnTest {
    @ParameterizedTest
    @CsvSource({"0/0,0", "0/16B3748,23803720", "1/0,4294967296", "1F/A0000028,135828340776", "FFFFFFFF/FFFFFFFF,-1"})
    void text_and_number_are_equivalent(String text, long number) {
        assertThat(Lsn.parse(text)).isEqualTo(number);
        assertThat(Lsn.text(number)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "0/", "/0", "16B3748", "0/1FFFFFFFF", "-1/0", "0/0/0", "0/x"})
    void other_text_is_not_an_lsn(String text) {
        assertThatThrownBy(() -> Lsn.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not an LSN such as 0/16B3748: '" + text + "'");
    }
}
