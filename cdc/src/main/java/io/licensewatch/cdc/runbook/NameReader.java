package io.licensewatch.cdc.runbook;

import io.licensewatch.cdc.runbook.Catalog.Relation;
import io.licensewatch.cdc.runbook.Remark.Thing;
import io.licensewatch.cdc.runbook.Token.Kind;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads a statement from token to token, and looks up the names that it comes to in the catalogs. */
final class NameReader {
    private final Statement statement;
    private final List<Token> tokens;
    private final Catalog catalog;
    private final Remarks remarks;
    int index;

    NameReader(Statement statement, Catalog catalog, Remarks remarks) {
        this.statement = statement;
        this.tokens = statement.tokens();
        this.catalog = catalog;
        this.remarks = remarks;
    }

    void unchecked(String why) {
        remarks.unchecked(statement.at(0), why);
    }

    boolean isAtEnd() {
        return index >= tokens.size();
    }

    /** The next word in lower case, over which it goes; empty at the end. */
    String word() {
        return isAtEnd() ? "" : tokens.get(index++).name();
    }

    boolean is(String... words) {
        return Tokens.is(tokens, index, words);
    }

    /** Options in parentheses. */
    void skipParentheses() {
        if (is("(")) {
            index = Tokens.closing(tokens, index, tokens.size()) + 1;
        }
    }

    /** Behind the next such word outside of parentheses. */
    void moveBehind(String word) {
        index = Tokens.find(tokens, index, tokens.size(), word) + 1;
    }

    /** Over all of these words that are here. */
    void skipAll(String... words) {
        while (is(words)) {
            index++;
        }
    }

    /** Over the word here, if it is one of these. */
    boolean skip(String... words) {
        boolean found = Tokens.is(tokens, index, words);
        if (found) {
            index++;
        }
        return found;
    }

    /** Whether there is IF EXISTS, over which it goes. */
    boolean ifExists() {
        if (!Tokens.is(tokens, index, "if")) {
            return false;
        }
        index += Tokens.is(tokens, index + 1, "not") ? 3 : 2;
        return true;
    }

    Name name() {
        Name name = Name.at(tokens, index);
        index = Math.max(name.to(), index);
        return name;
    }

    Optional<Relation> table(boolean mayBeMissing) throws SQLException {
        return relation("table", "rpvmf", mayBeMissing);
    }

    /** @param kinds that are right, as in {@code pg_class.relkind} */
    Optional<Relation> relation(String what, String kinds, boolean mayBeMissing) throws SQLException {
        Name name = name();
        if (name.isEmpty()) {
            placeholder();
            return Optional.empty();
        }
        int at = statement.at(name.from());
        Optional<Relation> found = catalog.relation(name);
        if (found.isEmpty()) {
            missing(name, what, mayBeMissing);
        } else if (kinds.indexOf(found.get().kind().charAt(0)) < 0) {
            remarks.fault(
                    at,
                    Thing.TABLE,
                    name.toString(),
                    "\"" + name + "\" is a " + found.get().kindName() + ", not a " + what,
                    "");
            return Optional.empty();
        }
        return found;
    }

    void missing(Name name, String what, boolean mayBeMissing) throws SQLException {
        int at = statement.at(name.from());
        if (mayBeMissing) {
            remarks.note(at, what + " \"" + name + "\" does not exist, which this statement allows");
        } else if (!remarks.isMade("table", name.toString(), at)) {
            remarks.fault(
                    at,
                    Thing.TABLE,
                    name.toString(),
                    what + " \"" + name + "\" does not exist",
                    what.equals("index") ? "" : catalog.nearRelation(name).orElse(""));
        }
    }

    void placeholder() {
        if (index < tokens.size() && tokens.get(index).kind() == Kind.PLACEHOLDER) {
            remarks.unchecked(statement.at(index), tokens.get(index).text() + " is a placeholder for a name");
        } else {
            remarks.unchecked(statement.at(0), "no name is where one is expected");
        }
    }

    void column(Optional<Relation> table, int token) throws SQLException {
        if (table.isEmpty() || token >= tokens.size() || !tokens.get(token).isName()) {
            return;
        }
        String column = tokens.get(token).name();
        Relation relation = table.get();
        if (!catalog.columns(relation).contains(column)
                && !remarks.isMade("column", relation.name() + "." + column, statement.at(token))) {
            remarks.fault(
                    statement.at(token),
                    Thing.COLUMN,
                    column,
                    "column \"" + column + "\" of " + relation.kindName() + " \"" + relation.name()
                            + "\" does not exist",
                    catalog.nearColumn(column, List.of(relation)).orElse(""));
        }
    }

    /** Names in parentheses behind a table, such as those of COPY. */
    void columns(Optional<Relation> table) throws SQLException {
        if (!Tokens.is(tokens, index, "(")) {
            return;
        }
        int close = Tokens.closing(tokens, index, tokens.size());
        for (int c = index + 1; c < close; c = Tokens.find(tokens, c, close, ",") + 1) {
            column(table, c);
        }
        index = close + 1;
    }

    void tables(String... before) throws SQLException {
        do {
            skipAll(before);
            table(false);
            skip("*");
        } while (skip(","));
    }

    void function(boolean mayBeMissing) throws SQLException {
        Name name = name();
        if (!name.isEmpty()
                && !mayBeMissing
                && !catalog.hasFunction(name)
                && !remarks.isMade("function", name.toString(), statement.at(name.from()))) {
            remarks.fault(
                    statement.at(name.from()),
                    Thing.FUNCTION,
                    name.toString(),
                    "function \"" + name + "\" does not exist",
                    catalog.nearFunction(name).orElse(""));
        }
    }

    void type(boolean mayBeMissing) throws SQLException {
        Name name = name();
        if (!name.isEmpty() && !mayBeMissing && !catalog.hasType(name)) {
            remarks.fault(
                    statement.at(name.from()), Thing.TYPE, name.toString(), "type \"" + name + "\" does not exist", "");
        }
    }

    void schema(boolean mayBeMissing) throws SQLException {
        Name name = name();
        if (!name.isEmpty() && !mayBeMissing && !catalog.hasSchema(name.last())) {
            remarks.fault(
                    statement.at(name.from()),
                    Thing.SCHEMA,
                    name.toString(),
                    "schema \"" + name + "\" does not exist",
                    "");
        }
    }

    /** COMMENT ON, GRANT ... ON and others name their table behind ON. */
    void on() throws SQLException {
        index = Tokens.find(tokens, index, tokens.size(), "on") + 1;
        if (index > tokens.size()) {
            return; // a role that is granted
        }
        if (skip("column")) {
            commentedColumn();
        } else if (skip("function", "procedure", "routine")) {
            function(false);
        } else if (skip("schema")) {
            schema(false);
        } else if (skip("sequence")) {
            relation("sequence", "S", false);
        } else if (skip("index")) {
            relation("index", "iI", false);
        } else if (is(
                "all",
                "database",
                "type",
                "domain",
                "role",
                "extension",
                "language",
                "large",
                "foreign",
                "tablespace",
                "parameter")) {
            unchecked(
                    "what " + tokens.get(0).text() + " ON " + tokens.get(index).text() + " names");
        } else {
            skip("materialized");
            tables("table", "view");
        }
    }

    void commentedColumn() throws SQLException {
        Name name = Name.at(tokens, index);
        if (name.parts().size() < 2) {
            placeholder();
            return;
        }
        Name table = new Name(name.parts().subList(0, name.parts().size() - 1), name.from(), name.to());
        Optional<Relation> found = catalog.relation(table);
        if (found.isEmpty()) {
            missing(table, "table", false);
        }
        column(found, name.to() - 1);
    }
}
