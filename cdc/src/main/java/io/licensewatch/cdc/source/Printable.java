package io.licensewatch.cdc.source;

import java.util.Locale;

/** Names come from outside. What breaks a line or turns the direction of writing would make it say what it does not. */
public final class Printable {
    private Printable() {}

    static boolean is(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            case Character.SPACE_SEPARATOR -> character == ' ';
            default -> true;
        };
    }

    /** One line for a person; such characters are written as {@code \\u000a}. */
    public static String line(String text) {
        if (text.codePoints().allMatch(Printable::is)) {
            return text;
        }
        StringBuilder line = new StringBuilder();
        text.codePoints().forEach(character -> {
            if (is(character)) {
                line.appendCodePoint(character);
            } else {
                line.append(String.format(Locale.ROOT, "\\u%04x", character));
            }
        });
        return line.toString();
    }
}
