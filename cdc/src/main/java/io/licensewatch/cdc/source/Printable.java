package io.licensewatch.cdc.source;

import java.util.Locale;

/** Escapes names, which come from outside: line breaks and bidirectional characters could forge output. */
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

    /** One line; such characters are written as {@code \\u000a}. */
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
