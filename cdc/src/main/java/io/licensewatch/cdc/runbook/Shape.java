package io.licensewatch.cdc.runbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the parts of an INSERT, UPDATE or DELETE are, so that its rows can be asked about as a SELECT once its target is known to be
 * wrong. Only as much of the grammar as that takes.
 *
 * @param verb its token
 * @param target the table that it writes to
 * @param alias of it; the table's own name where it has none
 * @param columns of the target that are written to, by their tokens
 */
record Shape(Statement statement, int verb, Name target, String alias, List<Integer> columns, int body) {
    static Optional<Shape> of(Statement statement) {
        List<Token> tokens = statement.tokens();
        int verb = Tokens.find(
                tokens, 0, tokens.size(), "select", "insert", "update", "delete", "merge", "values", "table");
        if (Tokens.is(tokens, verb, "insert")) {
            return Optional.of(insert(statement, verb));
        }
        if (Tokens.is(tokens, verb, "update") || Tokens.is(tokens, verb, "delete")) {
            return Optional.of(other(statement, verb));
        }
        return Optional.empty();
    }

    private static Shape insert(Statement statement, int verb) {
        List<Token> tokens = statement.tokens();
        Name target = Name.at(tokens, verb + 2);
        int i = target.to();
        String alias = target.isEmpty() ? "" : target.last();
        if (Tokens.is(tokens, i, "as") && i + 1 < tokens.size()) {
            alias = tokens.get(i + 1).name();
            i += 2;
        }
        List<Integer> columns = new ArrayList<>();
        if (Tokens.is(tokens, i, "(") && !Tokens.is(tokens, i + 1, "select", "with", "values")) {
            int close = Tokens.closing(tokens, i, tokens.size());
            for (int c = i + 1; c < close; c = Tokens.find(tokens, c, close, ",") + 1) {
                columns.add(c);
            }
            i = close + 1;
        }
        if (Tokens.is(tokens, i, "overriding")) {
            i += 3;
        }
        return new Shape(statement, verb, target, alias, columns, Math.min(i, tokens.size()));
    }

    private static Shape other(Statement statement, int verb) {
        List<Token> tokens = statement.tokens();
        int i = verb + 1;
        while (Tokens.is(tokens, i, "only", "from")) {
            i++;
        }
        Name target = Name.at(tokens, i);
        i = target.to();
        String alias = target.isEmpty() ? "" : target.last();
        if (Tokens.is(tokens, i, "as")) {
            i++;
        }
        if (i < tokens.size()
                && tokens.get(i).isName()
                && !Tokens.is(tokens, i, "set", "using", "where", "returning")) {
            alias = tokens.get(i).name();
            i++;
        }
        Shape shape = new Shape(statement, verb, target, alias, List.of(), i);
        return shape.isUpdate() ? shape.withAssigned() : shape;
    }

    private Shape withAssigned() {
        List<Integer> assigned = new ArrayList<>();
        for (int start : assignments()) {
            int equals = Tokens.find(tokens(), start, bodyEnd(), "(") == start ? start + 1 : start;
            int last = Tokens.is(tokens(), start, "(") ? Tokens.closing(tokens(), start, bodyEnd()) : start + 1;
            for (int c = equals; c < last; c = Tokens.find(tokens(), c, last, ",") + 1) {
                assigned.add(c);
            }
        }
        return new Shape(statement, verb, target, alias, assigned, body);
    }

    private List<Token> tokens() {
        return statement.tokens();
    }

    private int size() {
        return tokens().size();
    }

    boolean isInsert() {
        return Tokens.is(tokens(), verb, "insert");
    }

    private boolean isUpdate() {
        return Tokens.is(tokens(), verb, "update");
    }

    /** Where what follows the rows of an INSERT or the assignments of an UPDATE begins. */
    int bodyEnd() {
        return isInsert()
                ? Math.min(onConflict(), Tokens.find(tokens(), body, size(), "returning"))
                : Tokens.find(tokens(), body, size(), "from", "where", "returning");
    }

    int onConflict() {
        int on = Tokens.find(tokens(), body, size(), "on");
        while (on < size() && !Tokens.is(tokens(), on + 1, "conflict")) {
            on = Tokens.find(tokens(), on + 1, size(), "on");
        }
        return on;
    }

    /** Where each assignment of an UPDATE begins. */
    private List<Integer> assignments() {
        List<Integer> starts = new ArrayList<>();
        if (Tokens.is(tokens(), body, "set")) {
            for (int i = body + 1; i < bodyEnd(); i = Tokens.find(tokens(), i, bodyEnd(), ",") + 1) {
                starts.add(i);
            }
        }
        return starts;
    }

    /**
     * The rows that it would write or delete, as a query.
     *
     * @param from the target, as an item of FROM
     */
    Draft asQuery(Draft draft, String from) {
        Draft query = draft.rearranged();
        if (isInsert()) {
            return query.tokens(0, verb).text(" ").tokens(body, bodyEnd());
        }
        query.tokens(0, verb).text(" SELECT ");
        boolean first = true;
        for (int[] value : values()) {
            query.text(first ? " " : " , ").tokens(value[0], value[1]);
            first = false;
        }
        query.text(" FROM " + from + " ");
        int more = Tokens.find(tokens(), body, size(), "from", "using");
        int where = Tokens.find(tokens(), body, size(), "where");
        int returning = Tokens.find(tokens(), body, size(), "returning");
        if (more < size()) {
            query.text(" , ").tokens(more + 1, Math.min(where, returning));
        }
        return query.text(" ").tokens(Math.min(where, returning), returning);
    }

    /** The expressions that are assigned or returned. */
    private List<int[]> values() {
        List<int[]> values = new ArrayList<>();
        for (int start : assignments()) {
            int end = Tokens.find(tokens(), start, bodyEnd(), ",");
            int value = start;
            while (value < end && !tokens().get(value).text().startsWith("=")) {
                value++;
            }
            if (value + 1 < end && !Tokens.is(tokens(), value + 1, "default")) {
                values.add(new int[] {value + 1, end});
            }
        }
        int returning = Tokens.find(tokens(), body, size(), "returning");
        if (returning + 1 < size()) {
            values.add(new int[] {returning + 1, size()});
        }
        return values;
    }
}
