package io.licensewatch.console.report;

import io.licensewatch.runtime.text.Visible;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes a Markdown document (CommonMark with tables) from top to bottom. Untrusted text is escaped here and nowhere else. It
 * never begins a line, so characters that are special only there are not escaped.
 */
final class Markdown {
    private static final String SPECIAL = "\\`*[]|~#$";
    /** An invisible character that prevents automatic links of addresses and mentions of names after an @. */
    private static final String JOINER = "\u2060";

    private static final Pattern ADDRESS = Pattern.compile("(:)(//)|\\b(www)(\\.)|(@)", Pattern.CASE_INSENSITIVE);

    private final StringBuilder text = new StringBuilder();

    /** Untrusted text: a name, a reason or an error, from a database or a person. */
    static String escaped(String foreign) {
        StringBuilder safe = new StringBuilder(foreign.length() + 16);
        String line = ADDRESS.matcher(Visible.of(foreign)).replaceAll("$1$3$5" + JOINER + "$2$4");
        for (int i = 0; i < line.length(); i += Character.charCount(line.codePointAt(i))) {
            append(safe, line, i);
        }
        return safe.toString();
    }

    private static void append(StringBuilder safe, String line, int i) {
        int c = line.codePointAt(i);
        switch (c) {
            // As entities: some renderers print the backslash, and then interpret the tag.
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '&' -> safe.append("&amp;");
            default -> {
                if (SPECIAL.indexOf(c) >= 0 || (c == '_' && !isWithinWord(line, i))) {
                    safe.append('\\');
                }
                safe.appendCodePoint(c);
            }
        }
    }

    /** As in {@code user_roles}, where it has no effect. */
    private static boolean isWithinWord(String line, int i) {
        return i > 0
                && i + 1 < line.length()
                && Character.isLetterOrDigit(line.charAt(i - 1))
                && Character.isLetterOrDigit(line.charAt(i + 1));
    }

    /** @param ours our own text, with untrusted parts escaped */
    Markdown heading(int level, String ours) {
        return block("#".repeat(level) + " " + ours);
    }

    Markdown paragraph(String ours) {
        return block(ours);
    }

    Markdown list(List<String> items) {
        return items.isEmpty() ? this : block("- " + String.join("\n- ", items));
    }

    Markdown boxes(List<String> items) {
        return list(items.stream().map(item -> "[ ] " + item).toList());
    }

    Markdown table(List<String> heads, List<List<String>> rows) {
        StringBuilder table = new StringBuilder(row(heads))
                .append('\n')
                .append(row(heads.stream().map(head -> "---").toList()));
        rows.forEach(row -> table.append('\n').append(row(row)));
        return block(table.toString());
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private Markdown block(String block) {
        text.append(text.isEmpty() ? "" : "\n").append(block).append('\n');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
