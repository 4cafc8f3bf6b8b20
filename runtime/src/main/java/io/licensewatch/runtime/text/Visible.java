package io.licensewatch.runtime.text;

/**
 * Escapes untrusted text for logs and terminals: characters that break the line, control a terminal, change the direction of
 * writing or are invisible become {@code \n}, {@code \t} or <code>&#92;u001b</code>.
 *
 * <p>JSON strings have the same escapes, and JSON has no such character between strings as written here, so JSON stays the same
 * JSON.
 */
public final class Visible {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private Visible() {}

    /** On one line. */
    public static String of(String text) {
        return escaped(text, false);
    }

    /** Our own text of several lines, which are kept. Untrusted parts of it must have been escaped before. */
    public static String lines(String text) {
        return escaped(text, true);
    }

    private static String escaped(String text, boolean keepsLines) {
        int clean = 0;
        while (clean < text.length() && isPlainAscii(text.charAt(clean))) {
            clean++;
        }
        if (clean == text.length()) {
            return text;
        }
        StringBuilder visible = new StringBuilder(text.length() + 16).append(text, 0, clean);
        text.codePoints().skip(clean).forEach(c -> append(visible, c, keepsLines));
        return visible.toString();
    }

    private static boolean isPlainAscii(char c) {
        return c >= ' ' && c < 0x7F;
    }

    private static void append(StringBuilder visible, int c, boolean keepsLines) {
        if (isHarmless(c) || (keepsLines && c == '\n')) {
            visible.appendCodePoint(c);
            return;
        }
        switch (c) {
            case '\n' -> visible.append("\\n");
            case '\r' -> visible.append("\\r");
            case '\t' -> visible.append("\\t");
            default -> {
                for (char unit : Character.toChars(c)) {
                    visible.append("\\u").append(Integer.toHexString(0x10000 | unit), 1, 5);
                }
            }
        }
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            // Two characters are allowed because they join or separate letters: Persian, Hindi and emoji need them.
            case Character.FORMAT -> c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER;
            default -> true;
        };
    }
}
