package io.licensewatch.cdc.runbook;

import java.util.ArrayList;
import java.util.List;

/**
 * A name as a statement has it, perhaps with its schema.
 *
 * @param from its first token
 * @param to behind its last token
 */
record Name(List<String> parts, int from, int to) {
    Name {
        parts = List.copyOf(parts);
    }

    /** The name that begins at this token; no parts when none does. */
    static Name at(List<Token> tokens, int from) {
        List<String> parts = new ArrayList<>();
        int i = from;
        while (i < tokens.size() && tokens.get(i).isName()) {
            parts.add(tokens.get(i).name());
            boolean more = i + 2 < tokens.size()
                    && tokens.get(i + 1).is(".")
                    && tokens.get(i + 2).isName();
            if (!more) {
                return new Name(parts, from, i + 1);
            }
            i += 2;
        }
        return new Name(parts, from, i);
    }

    /** A name within a string, such as {@code 'public.tenants'::regclass}, or behind a command of psql. */
    static Name in(String text) {
        List<Token> tokens = new ArrayList<>();
        Lexer lexer = new Lexer(text, 0, text.length());
        for (Token token = lexer.next(); token != null; token = lexer.next()) {
            tokens.add(token);
        }
        return at(tokens, 0);
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    String last() {
        return parts.get(parts.size() - 1);
    }

    /** The schema or the table in front; empty when there is none. */
    String qualifier() {
        return parts.size() < 2 ? "" : parts.get(parts.size() - 2);
    }

    @Override
    public String toString() {
        return String.join(".", parts);
    }
}
