package io.licensewatch.cdc.runbook;

import io.licensewatch.cdc.runbook.Catalog.Relation;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A statement that makes something: what it makes, and what it refers to. */
final class Creation {
    private final Statement statement;
    private final List<Token> tokens;
    private final NameReader reader;
    private final StatementCheck check;
    private final Remarks remarks;

    Creation(Statement statement, NameReader reader, StatementCheck check, Remarks remarks) {
        this.statement = statement;
        this.tokens = statement.tokens();
        this.reader = reader;
        this.check = check;
        this.remarks = remarks;
    }

    void check() throws SQLException {
        reader.skipAll(
                "or",
                "replace",
                "temp",
                "temporary",
                "unlogged",
                "global",
                "local",
                "unique",
                "recursive",
                "materialized",
                "foreign",
                "constraint",
                "trusted");
        String what = reader.word();
        switch (what) {
            case "table" -> createTable();
            case "view" -> createView();
            case "index" -> createIndex();
            case "policy", "trigger", "rule" -> reader.on();
            case "sequence" -> makes("table");
            case "schema", "role", "user", "extension", "database" -> {} // refer to nothing that we know of
            case "function", "procedure" -> {
                makes("function");
                reader.unchecked("the body of a function, which Postgres reads when it runs it");
            }
            default -> reader.unchecked("what CREATE " + what.toUpperCase(Locale.ROOT) + " names");
        }
    }

    private void makes(String what) {
        reader.ifExists();
        Name name = reader.name();
        remarks.makes(what + " " + name, statement.at(0));
    }

    private void createTable() throws SQLException {
        makes("table");
        int as = Tokens.find(tokens, reader.index, tokens.size(), "as");
        if (as < tokens.size()) {
            int end = withData();
            check.query(statement, as + 1, end).check();
            return;
        }
        new TableActions(statement, reader, remarks, Optional.empty()).references(reader.index, tokens.size());
        reader.unchecked("the types and conditions in CREATE TABLE");
    }

    private void createView() throws SQLException {
        makes("table");
        int as = Tokens.find(tokens, reader.index, tokens.size(), "as");
        if (as < tokens.size()) {
            check.query(statement, as + 1, withData()).check();
        }
    }

    /** Before WITH NO DATA or WITH CHECK OPTION at the end. */
    private int withData() {
        for (int i = Math.max(reader.index, tokens.size() - 4); i < tokens.size(); i++) {
            if (Tokens.is(tokens, i, "with") && Tokens.is(tokens, tokens.size() - 1, "data", "option")) {
                return i;
            }
        }
        return tokens.size();
    }

    private void createIndex() throws SQLException {
        reader.skip("concurrently");
        reader.ifExists();
        if (!reader.is("on")) {
            remarks.makes("table " + Name.at(tokens, reader.index), statement.at(0));
        }
        reader.moveBehind("on");
        reader.skip("only");
        Name name = Name.at(tokens, reader.index);
        Optional<Relation> table = reader.relation("table", "rpm", false);
        if (table.isEmpty()) {
            return;
        }
        if (reader.skip("using")) {
            reader.index++;
        }
        int close = Tokens.closing(tokens, reader.index, tokens.size());
        for (int c = reader.index + 1; c < close; c = Tokens.find(tokens, c, close, ",") + 1) {
            key(name, table, c, Tokens.find(tokens, c, close, ","));
        }
        reader.index = close + 1;
        if (reader.skip("include")) {
            reader.columns(table);
        }
        int where = Tokens.find(tokens, reader.index, tokens.size(), "where");
        if (where < tokens.size()) {
            expression(name, where + 1, tokens.size());
        }
    }

    private void key(Name table, Optional<Relation> of, int from, int to) throws SQLException {
        if (Tokens.is(tokens, from, "(")) {
            expression(table, from, Tokens.closing(tokens, from, to) + 1);
        } else if (Tokens.is(tokens, Name.at(tokens, from).to(), "(")) {
            expression(table, from, Tokens.closing(tokens, Name.at(tokens, from).to(), to) + 1);
        } else {
            reader.column(of, from);
        }
    }

    private void expression(Name table, int from, int to) throws SQLException {
        Draft draft = new Draft(statement)
                .text("SELECT ")
                .tokens(from, Math.min(to, tokens.size()))
                .text(" FROM ")
                .tokens(table.from(), table.to());
        check.query(statement, from, to).as(draft).check();
    }
}
