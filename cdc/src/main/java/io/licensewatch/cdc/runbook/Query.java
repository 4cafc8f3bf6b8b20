package io.licensewatch.cdc.runbook;

import io.licensewatch.cdc.runbook.Catalog.Relation;
import io.licensewatch.cdc.runbook.Draft.Asked;
import io.licensewatch.cdc.runbook.Remark.Thing;
import io.licensewatch.cdc.runbook.Token.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A statement that Postgres analyses when it parses it. Postgres names one fault at a time: what it refuses is replaced by something
 * right, and it is sent again, until Postgres accepts the statement or nothing can be replaced.
 */
final class Query {
    private static final int MOST_FAULTS = 50;
    /** An item of FROM without any column. */
    private static final String NOTHING = "(SELECT)";

    private static final String ENUM_INPUT = "enum_in";

    private static final Set<String> OF_A_TARGET = Set.of("checkInsertTargets", "transformUpdateTargetList");
    private static final String NO_SUCH_OPERATOR = "op_error";
    private static final String NO_SUCH_ALIAS = "errorMissingRTE";

    private final Statement statement;
    private final List<Token> tokens;
    private final Judge judge;
    private final Catalog catalog;
    private final Remarks remarks;
    private final FromItems items;
    private final Optional<Shape> shape;
    private Draft draft;
    /** By which the statement calls tables that are not there: nobody knows their columns. */
    private final Map<String, Name> unknown = new LinkedHashMap<>();

    private final Set<String> blind = new LinkedHashSet<>();
    private int firstBlind = -1;
    private boolean faulty;

    /** @param from the token with which it begins; before it there may be EXPLAIN or the like */
    Query(Statement statement, int from, int to, Judge judge, Catalog catalog, Remarks remarks) {
        this.statement = statement;
        this.tokens = statement.tokens();
        this.judge = judge;
        this.catalog = catalog;
        this.remarks = remarks;
        this.items = FromItems.of(tokens.subList(0, to));
        this.shape = from == 0 && to == tokens.size() ? Shape.of(statement) : Optional.empty();
        this.draft = new Draft(statement).tokens(from, to);
    }

    /** Asks about it with other text around it, such as an expression of an index. */
    Query as(Draft other) {
        draft = other;
        return this;
    }

    void check() throws SQLException {
        if (shape.isPresent()) {
            writtenColumns(shape.get());
        }
        for (int i = 0; i < MOST_FAULTS; i++) {
            Asked asked = draft.asked();
            Optional<Refusal> refusal = judge.refusal(asked.sql());
            if (refusal.isEmpty() || isOnlyAboutOurs(refusal.get())) {
                finish();
                return;
            }
            if (!answer(refusal.get(), asked.token(refusal.get().position()))) {
                finish();
                return;
            }
        }
        remarks.unchecked(statement.at(0), "the rest of a statement with more than " + MOST_FAULTS + " faults");
        finish();
    }

    /** Nothing says of which type a parameter is; all else is right, since that is checked last. */
    private boolean isOnlyAboutOurs(Refusal refusal) {
        return refusal.state().equals("42P18") && (draft.isChanged() || hasPlaceholder());
    }

    private void finish() {
        if (!blind.isEmpty()) {
            remarks.unchecked(
                    firstBlind,
                    (blind.size() == 1 ? "column " : "columns ") + String.join(", ", blind) + ": may be of "
                            + String.join(
                                    ", ",
                                    new LinkedHashSet<>(unknown.values().stream()
                                            .map(Name::toString)
                                            .toList()))
                            + ", whose columns are not known");
        }
    }

    /** Whether it is worth asking again. */
    private boolean answer(Refusal refusal, int token) throws SQLException {
        if (token >= 0 && draft.isReplaced(token)) {
            return stop(refusal, token);
        }
        if (token < 0) {
            return refusal.isAboutName() ? faultWithoutPlace(refusal) : stop(refusal, 0);
        }
        if (refusal.isAboutValue()) {
            return value(refusal, token);
        }
        if (tokens.get(token).kind() == Kind.STRING && refusal.isAboutName()) {
            return nameInString(refusal, token);
        }
        return switch (refusal.state()) {
            case "42P01" -> table(refusal, token);
            case "42703" -> column(refusal, token);
            case "42883" -> function(refusal, token);
            case "3F000" -> schema(token);
            case "42704" -> type(refusal, token);
            case "42501" -> forbidden(refusal, token);
            default -> stop(refusal, token);
        };
    }

    /** Ends it where nothing can be put in the place of what was refused. */
    private boolean stop(Refusal refusal, int token) {
        String words = refusal.message();
        int at = statement.at(token);
        if (faulty) {
            remarks.unchecked(at, "the rest of this statement: " + words);
        } else if (refusal.state().equals("42601")) {
            syntax(words, at);
        } else if (refusal.state().startsWith("42") && !draft.isChanged() && !hasPlaceholder() && statement.certain()) {
            remarks.fault(at, Thing.STATEMENT, "", words, "");
        } else {
            remarks.unchecked(at, words);
        }
        return false;
    }

    private void syntax(String words, int at) {
        if (hasPlaceholder()) {
            remarks.unchecked(at, words + "; a placeholder may be where a value cannot be");
        } else if (statement.certain()) {
            remarks.unchecked(at, words);
        } else {
            remarks.note(at, "resembles SQL and is not checked as SQL: " + words);
        }
    }

    private boolean hasPlaceholder() {
        return tokens.stream().anyMatch(token -> token.kind() == Kind.PLACEHOLDER);
    }

    private boolean faultWithoutPlace(Refusal refusal) {
        faulty = true;
        remarks.fault(statement.at(0), thing(refusal), "", refusal.message(), "");
        return stop(refusal, 0);
    }

    private static Thing thing(Refusal refusal) {
        return switch (refusal.state()) {
            case "42P01" -> Thing.TABLE;
            case "42703" -> Thing.COLUMN;
            case "42883" -> Thing.FUNCTION;
            case "3F000" -> Thing.SCHEMA;
            default -> Thing.TYPE;
        };
    }

    /** In a document a literal stands for a value more often than it is one; of an enum, it may well be one. */
    private boolean value(Refusal refusal, int token) {
        Kind kind = tokens.get(token).kind();
        if (kind != Kind.STRING && kind != Kind.NUMBER) {
            return stop(refusal, token);
        }
        if (refusal.routine().equals(ENUM_INPUT)
                && !Placeholders.isLikely(tokens.get(token).value())) {
            faulty = true;
            remarks.fault(statement.at(token), Thing.VALUE, tokens.get(token).value(), refusal.message(), "");
        }
        boolean typed = token > 0
                && tokens.get(token - 1).isOneOf("date", "time", "timestamp", "timestamptz", "interval", "uuid");
        draft.replace(typed ? token - 1 : token, token + 1, typed ? "NULL" : Draft.PARAMETER);
        return true;
    }

    private boolean nameInString(Refusal refusal, int token) throws SQLException {
        faulty = true;
        Name name = Name.in(tokens.get(token).value());
        String suggestion = refusal.state().equals("42P01") && !name.isEmpty()
                ? catalog.nearRelation(name).orElse("")
                : "";
        remarks.fault(statement.at(token), thing(refusal), name.toString(), refusal.message(), suggestion);
        draft.replace(token, token + 1, Draft.PARAMETER);
        return true;
    }

    private boolean table(Refusal refusal, int token) throws SQLException {
        Name name = Name.at(tokens, token);
        if (name.isEmpty()) {
            return stop(refusal, token);
        }
        if (refusal.routine().equals(NO_SUCH_ALIAS)) {
            faulty = true;
            remarks.fault(statement.at(token), Thing.TABLE, name.qualifier(), refusal.message(), "");
            draft.replace(token, reference(token).to(), Draft.PARAMETER);
            return true;
        }
        faulty = true;
        if (!remarks.isMade("table", name.toString(), statement.at(token))) {
            remarks.fault(
                    statement.at(token),
                    Thing.TABLE,
                    name.toString(),
                    "table \"" + name + "\" does not exist",
                    catalog.nearRelation(name).orElse(""));
        }
        return withoutTable(name);
    }

    /** Goes on with a table in its place that has no columns. */
    private boolean withoutTable(Name name) {
        String alias = FromItems.alias(tokens, name);
        if (shape.isPresent() && shape.get().target().from() == name.from()) {
            Shape written = shape.get();
            unknown.put(written.alias(), name);
            draft = written.asQuery(draft, NOTHING + " AS " + quoted(written.alias()));
            return written.body() < tokens.size();
        }
        unknown.put(alias, name);
        draft.replace(
                name.from(), name.to(), FromItems.hasAlias(tokens, name) ? NOTHING : NOTHING + " AS " + quoted(alias));
        return true;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"").replace("?", "") + '"';
    }

    private boolean column(Refusal refusal, int token) throws SQLException {
        if (OF_A_TARGET.contains(refusal.routine())) {
            return conflictColumn(refusal, token);
        }
        Name name = reference(token);
        if (name.isEmpty()) {
            return stop(refusal, token);
        }
        if (unknown.containsKey(name.qualifier()) || (name.qualifier().isEmpty() && !unknown.isEmpty())) {
            blind.add(name.toString());
            firstBlind = firstBlind < 0 ? statement.at(token) : firstBlind;
        } else if (Placeholders.isLikely(tokens.get(token).text()) && hasLowerCase()) {
            remarks.note(statement.at(token), tokens.get(token).text() + " is taken for a placeholder");
        } else {
            missingColumn(name, token);
        }
        draft.replace(name.from(), name.to(), Draft.PARAMETER);
        return true;
    }

    private boolean hasLowerCase() {
        return tokens.stream()
                .anyMatch(token -> token.kind() == Kind.WORD && token.text().equals(token.name()));
    }

    /** A reference to a column: the server points to its first part. */
    private Name reference(int token) {
        return Name.at(tokens, token);
    }

    private void missingColumn(Name name, int token) throws SQLException {
        List<Relation> candidates = relations(items.called(name.qualifier()));
        for (Relation relation : candidates) {
            if (remarks.isMade("column", relation.name() + "." + name.last(), statement.at(token))) {
                return;
            }
        }
        faulty = true;
        String table = candidates.size() == 1
                ? " of " + candidates.get(0).kindName() + " \""
                        + candidates.get(0).name() + "\""
                : "";
        remarks.fault(
                statement.at(token),
                Thing.COLUMN,
                name.toString(),
                "column \"" + name + "\"" + table + " does not exist",
                catalog.nearColumn(name.last(), candidates).orElse(""));
    }

    private List<Relation> relations(List<Name> names) throws SQLException {
        List<Relation> relations = new ArrayList<>();
        for (Name name : names) {
            catalog.relation(name).filter(Relation::holdsRows).ifPresent(relations::add);
        }
        return relations;
    }

    /** All that the statement writes to at once; when one of them is missing, its rows are asked about as a query. */
    private void writtenColumns(Shape written) throws SQLException {
        Optional<Relation> target = catalog.relation(written.target());
        if (target.isEmpty() || !target.get().holdsRows()) {
            return;
        }
        int before = remarks.count();
        for (int column : written.columns()) {
            Name name = Name.at(tokens, column);
            if (!name.isEmpty()
                    && !catalog.columns(target.get()).contains(name.parts().get(0))) {
                missingColumn(name.parts().get(0), column, target.get());
            }
        }
        if (remarks.count() > before) {
            asQuery(written, target.get());
        }
    }

    private void asQuery(Shape written, Relation target) {
        String from = quoted(target.schema()) + "." + quoted(target.name()) + " AS " + quoted(written.alias());
        draft = written.asQuery(draft, from);
        boolean hasMore = written.isInsert() && written.bodyEnd() < tokens.size();
        if (hasMore && !Tokens.is(tokens, tokens.size() - 1, "nothing")) {
            remarks.unchecked(
                    statement.at(written.bodyEnd()), "the rest of this statement, as its columns are not right");
        }
    }

    private void missingColumn(String name, int token, Relation of) throws SQLException {
        if (remarks.isMade("column", of.name() + "." + name, statement.at(token))) {
            return;
        }
        faulty = true;
        remarks.fault(
                statement.at(token),
                Thing.COLUMN,
                name,
                "column \"" + name + "\" of " + of.kindName() + " \"" + of.name() + "\" does not exist",
                catalog.nearColumn(name, List.of(of)).orElse(""));
    }

    /** Behind ON CONFLICT, or in a part of WITH that writes. */
    private boolean conflictColumn(Refusal refusal, int token) {
        faulty = true;
        remarks.fault(statement.at(token), Thing.COLUMN, tokens.get(token).name(), refusal.message(), "");
        boolean isConflict =
                shape.isPresent() && shape.get().isInsert() && shape.get().onConflict() < token;
        if (!isConflict) {
            return stop(refusal, token);
        }
        remarks.unchecked(statement.at(token), "the rest of what follows ON CONFLICT");
        draft = draft.rearranged().tokens(0, shape.get().onConflict());
        return true;
    }

    private boolean function(Refusal refusal, int token) throws SQLException {
        Name name = Name.at(tokens, token);
        if (refusal.routine().equals(NO_SUCH_OPERATOR)) {
            return operator(refusal, token);
        }
        if (name.isEmpty() || !Tokens.is(tokens, name.to(), "(")) {
            return stop(refusal, token);
        }
        faulty = true;
        if (!remarks.isMade("function", name.toString(), statement.at(token))) {
            remarks.fault(statement.at(token), Thing.FUNCTION, name.toString(), words(name, refusal), suggestion(name));
        }
        return withoutFunction(name);
    }

    /**
     * What a subquery returns is text where its column was replaced, and may not be compared. Whether there is a row is asked
     * instead.
     */
    private boolean operator(Refusal refusal, int token) {
        int from = Tokens.is(tokens, token - 1, "not") ? token - 1 : token;
        int open = Tokens.is(tokens, token + 1, "any", "all", "some") ? token + 2 : token + 1;
        boolean isSubquery = Tokens.is(tokens, open, "(") && Tokens.is(tokens, open + 1, "select", "with");
        if (!draft.isChanged() || !isSubquery) {
            return stop(refusal, token);
        }
        draft.replace(from, open, " IS NULL OR EXISTS ");
        return true;
    }

    private String words(Name name, Refusal refusal) throws SQLException {
        List<String> arguments = catalog.arguments(name);
        if (arguments.isEmpty()) {
            return "function \"" + name + "\" does not exist";
        }
        return refusal.message() + "; there is " + name + "(" + String.join(") and " + name + "(", arguments) + ")";
    }

    private String suggestion(Name name) throws SQLException {
        return catalog.hasFunction(name) ? "" : catalog.nearFunction(name).orElse("");
    }

    private boolean withoutFunction(Name name) {
        int close = Tokens.closing(tokens, name.to(), tokens.size());
        if (Tokens.is(tokens, name.from() - 1, "call") || close == tokens.size()) {
            return false;
        }
        Name call = new Name(name.parts(), name.from(), close + 1);
        if (Tokens.is(tokens, name.from() - 1, "from", "join", "lateral")) {
            unknown.put(FromItems.alias(tokens, call), name);
            draft.replace(
                    call.from(),
                    call.to(),
                    FromItems.hasAlias(tokens, call) ? NOTHING : NOTHING + " AS " + quoted(name.last()));
        } else {
            draft.replace(call.from(), call.to(), Draft.PARAMETER);
        }
        return true;
    }

    private boolean schema(int token) {
        Name name = Name.at(tokens, token);
        faulty = true;
        remarks.fault(
                statement.at(token),
                Thing.SCHEMA,
                name.qualifier(),
                "schema \"" + name.qualifier() + "\" does not exist, and so not \"" + name + "\"",
                "");
        if (Tokens.is(tokens, name.to(), "(")) {
            return withoutFunction(name);
        }
        draft.replace(name.from(), name.to(), "pg_catalog.text");
        return true;
    }

    private boolean type(Refusal refusal, int token) {
        Name name = Name.at(tokens, token);
        faulty = true;
        remarks.fault(statement.at(token), Thing.TYPE, name.toString(), refusal.message(), "");
        if (name.isEmpty() || !refusal.routine().startsWith("typename")) {
            return stop(refusal, token);
        }
        draft.replace(name.from(), name.to(), "pg_catalog.text");
        return true;
    }

    /** Nobody may say of what this login may not see that it is missing. */
    private boolean forbidden(Refusal refusal, int token) {
        Name name = Name.at(tokens, token);
        remarks.unchecked(
                statement.at(token),
                "\"" + name + "\": " + refusal.message() + " (this login may not see it; give one that may)");
        faulty = true;
        if (name.isEmpty()) {
            return false;
        }
        return Tokens.is(tokens, name.to(), "(") ? withoutFunction(name) : withoutTable(name);
    }
}
