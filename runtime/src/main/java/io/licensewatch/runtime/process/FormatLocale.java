package io.licensewatch.runtime.process;

import java.util.Locale;

/** The default locale for formatting: the same on every machine. */
public final class FormatLocale {
    private FormatLocale() {}

    /**
     * Call it before anything else. Only for en_US does Java format digits without a lookup, and Kafka Streams formats numbers
     * for each record (KAFKA-19682): on machines without a country in their locale this took a tenth of the CPU.
     */
    public static void set() {
        Locale.setDefault(Locale.Category.FORMAT, Locale.US);
    }
}
