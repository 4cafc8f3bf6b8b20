package io.licensewatch.runtime.text;

/**
 * Text from elsewhere that is safe to show: whatever would break the line, steer a terminal, turn the direction of writing or
 * hide is written as {@code \n}, {@code \t} or <code>&#92;u001b</code>. Of everything that reaches a log or a terminal.
 *
 * <p>That is how JSON escapes within strings, and between strings JSON that we write has no such character: so it stays the same JSON.
 */
public final class Visible {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private Visible() {}

    /** On one line. */
    public static String of(String text) {
        return escaped(text, false);
    }

    /** Text of our own that has several lines, which stay. What it holds from elsewhere was made visible before. */
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
            // The two that are left join or part letters: Persian, Hindi and emoji cannot be written without them.
            case Character.FORMAT -> c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER;
            default -> true;
        };
    }
}
