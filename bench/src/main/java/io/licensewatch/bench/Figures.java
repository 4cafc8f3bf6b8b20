package io.licensewatch.bench;

import java.util.Map;

/** What a benchmark found. */
interface Figures {
    /** For programs. */
    Map<String, Object> asJson();

    /** For a person. */
    String asText();

    /** Three decimals say more than a run can. */
    static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
