package io.licensewatch.cdc.runbook;

import io.licensewatch.cdc.runbook.Token.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A statement as Postgres is asked about it: in its own order or another, with parts replaced by what is known to be right, so
 * that the next fault comes to light.
 */
final class Draft {
    /** A parameter, whose type follows from where it is. */
    static final String PARAMETER = "?";

    private final Statement statement;
    private final List<Part> parts = new ArrayList<>();
    /** By their first token. */
    private final Map<Integer, Edit> edits = new HashMap<>();

    /** A run of the statement's tokens, or text of ours in its place. */
    private record Part(int from, int to, String text) {}

    private record Edit(int to, String text) {}

    Draft(Statement statement) {
        this.statement = statement;
    }

    Draft tokens(int from, int to) {
        parts.add(new Part(from, to, ""));
        return this;
    }

    Draft text(String text) {
        parts.add(new Part(0, 0, text));
        return this;
    }

    /** Its parts in another order; what was replaced stays replaced. */
    Draft rearranged() {
        Draft other = new Draft(statement);
        other.edits.putAll(edits);
        return other;
    }

    void replace(int from, int to, String text) {
        edits.put(from, new Edit(to, text));
    }

    boolean isReplaced(int token) {
        return edits.containsKey(token);
    }

    boolean isChanged() {
        return !edits.isEmpty() || parts.size() > 1;
    }

    Asked asked() {
        Writing writing = new Writing();
        for (Part part : parts) {
            if (!part.text().isEmpty()) {
                writing.add(part.text(), -1);
            }
            int i = part.from();
            while (i < part.to()) {
                i = add(writing, i);
            }
        }
        return writing.asked();
    }

    private int add(Writing writing, int index) {
        Token token = statement.tokens().get(index);
        writing.gap(gapBefore(index));
        Edit edit = edits.get(index);
        if (edit != null) {
            writing.add(edit.text(), index);
            return edit.to();
        }
        if (token.kind() == Kind.PLACEHOLDER) {
            writing.add(PARAMETER, index);
        } else if (token.kind() == Kind.OPERATOR) {
            writing.operator(token.text(), index);
        } else {
            writing.literally(token.text(), index);
        }
        return index + 1;
    }

    /** Comments are left out; a line's end between two strings joins them. */
    private String gapBefore(int index) {
        if (index == 0) {
            return "";
        }
        int from = statement.tokens().get(index - 1).end();
        int to = statement.tokens().get(index).start();
        if (from == to) {
            return "";
        }
        return statement.source().text().substring(from, to).indexOf('\n') >= 0 ? "\n" : " ";
    }

    /**
     * @param sql for the driver
     * @param starts for each piece where it begins in what the server reads, in its characters
     * @param tokens the token of each piece; -1 of text of ours
     */
    record Asked(String sql, List<Integer> starts, List<Integer> tokens) {
        /** The token at a position of the server's, which counts from 1; -1 for none. */
        int token(int position) {
            int found = -1;
            for (int i = 0; i < starts.size() && starts.get(i) < position; i++) {
                found = tokens.get(i);
            }
            return position == 0 ? -1 : found;
        }
    }

    private static final class Writing {
        private final StringBuilder sql = new StringBuilder();
        private final List<Integer> starts = new ArrayList<>();
        private final List<Integer> tokens = new ArrayList<>();
        private int length;
        private int parameters;

        void gap(String gap) {
            sql.append(gap);
            length += gap.length();
        }

        /** Text in which each ? is a parameter. The driver sends a number for each. */
        void add(String text, int token) {
            mark(token);
            sql.append(text);
            for (int i = 0; i < text.length(); i++) {
                length +=
                        text.charAt(i) == '?' ? 1 + String.valueOf(++parameters).length() : 1;
            }
        }

        /** Where the driver reads ?? as the operator ?. */
        void operator(String text, int token) {
            mark(token);
            sql.append(text.replace("?", "??"));
            length += text.length();
        }

        void literally(String text, int token) {
            mark(token);
            sql.append(text);
            length += text.codePointCount(0, text.length());
        }

        private void mark(int token) {
            starts.add(length);
            tokens.add(token);
        }

        Asked asked() {
            return new Asked(sql.toString(), starts, tokens);
        }
    }
}
