package io.licensewatch.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class FormatLocaleTest {
    @Test
    void text_without_a_locale_is_formatted_the_same_on_every_machine() {
        Locale former = Locale.getDefault(Locale.Category.FORMAT);
        try {
            Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("ar-EG-u-nu-arab"));
            FormatLocale.set();
            assertThat("%d".formatted(42)).isEqualTo("42");
            assertThat(Locale.getDefault(Locale.Category.FORMAT)).isEqualTo(Locale.US);
        } finally {
            Locale.setDefault(Locale.Category.FORMAT, former);
        }
    }
}
