package io.licensewatch.cdc.runbook;

import java.util.Arrays;

/** Text that was cut out of a file, and where in the file each of its characters is. */
final class Excerpt {
    private final String text;
    private final int[] at;

    private Excerpt(String text, int[] at) {
        this.text = text;
        this.at = at;
    }

    String text() {
        return text;
    }

    int length() {
        return text.length();
    }

    /** Where in the file this character is; of the end: behind the last one. */
    int at(int index) {
        if (index < at.length) {
            return at[index];
        }
        return at.length == 0 ? 0 : at[at.length - 1] + 1;
    }

    Excerpt slice(int from, int to) {
        return new Excerpt(text.substring(from, to), Arrays.copyOfRange(at, from, to));
    }

    /** Puts one together. */
    static final class Builder {
        private final StringBuilder text = new StringBuilder();
        private int[] at = new int[256];

        Builder append(char character, int place) {
            if (text.length() == at.length) {
                at = Arrays.copyOf(at, at.length * 2);
            }
            at[text.length()] = place;
            text.append(character);
            return this;
        }

        Excerpt build() {
            return new Excerpt(text.toString(), Arrays.copyOf(at, text.length()));
        }
    }
}
