package io.licensewatch.runtime.process;

import java.util.Locale;

/** The locale in which a process formats what names none: the same on every machine. */
public final class FormatLocale {
    private FormatLocale() {}

    /**
     * To be called before anything else. For en_US alone Java knows the digits without looking them up, and Kafka Streams formats
     * numbers for each record that it takes (KAFKA-19682): where a machine names no country, that took a tenth of the CPU.
     */
    public static void set() {
        Locale.setDefault(Locale.Category.FORMAT, Locale.US);
    }
}
