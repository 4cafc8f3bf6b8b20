package io.licensewatch.cdc.runbook;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * A statement whose names Postgres resolves only when it executes it: they are looked up in the catalogs. A query within it is
 * Postgres' matter again.
 */
final class Utility {
    private static final String[] NAME_NOTHING = {
        "begin",
        "start",
        "commit",
        "end",
        "rollback",
        "abort",
        "savepoint",
        "release",
        "reset",
        "discard",
        "checkpoint",
        "listen",
        "notify",
        "unlisten",
        "deallocate",
        "close",
        "fetch",
        "move",
        "execute"
    };

    private final Statement statement;
    private final List<Token> tokens;
    private final StatementCheck check;
    private final NameReader reader;
    private final Remarks remarks;

    Utility(Statement statement, StatementCheck check, Catalog catalog, Remarks remarks) {
        this.statement = statement;
        this.tokens = statement.tokens();
        this.check = check;
        this.reader = new NameReader(statement, catalog, remarks);
        this.remarks = remarks;
    }

    void check() throws SQLException {
        Token verb = tokens.get(reader.index++);
        if (verb.isOneOf(NAME_NOTHING)) {
            return;
        }
        switch (verb.name()) {
            case "refresh" -> refresh();
            case "truncate", "lock" -> reader.tables("table", "only");
            case "vacuum", "analyze", "analyse" -> vacuum();
            case "reindex" -> reindex();
            case "cluster" -> cluster();
            case "copy" -> copy();
            case "prepare" -> prepare();
            case "drop" -> drop();
            case "alter" -> alter();
            case "create" -> new Creation(statement, reader, check, remarks).check();
            case "comment", "grant", "revoke" -> reader.on();
            case "set" -> set();
            case "do" -> reader.unchecked("DO holds a program, which Postgres reads when it runs it");
            default -> other();
        }
    }

    private void other() {
        if (statement.certain()) {
            reader.unchecked("a statement of this kind: " + tokens.get(0).text());
        }
    }

    private void refresh() throws SQLException {
        reader.moveBehind("view");
        reader.skip("concurrently");
        reader.relation("materialized view", "m", false);
    }

    private void vacuum() throws SQLException {
        reader.skipParentheses();
        reader.skipAll("full", "freeze", "verbose", "analyze", "analyse", "skip_locked");
        while (!reader.isAtEnd()) {
            reader.columns(reader.table(false));
            if (!reader.skip(",")) {
                return;
            }
        }
    }

    private void reindex() throws SQLException {
        reader.skipParentheses();
        boolean isIndex = reader.is("index");
        boolean isTable = reader.is("table");
        reader.index++;
        reader.skip("concurrently");
        if (isIndex) {
            reader.relation("index", "iI", false);
        } else if (isTable) {
            reader.table(false);
        }
    }

    private void cluster() throws SQLException {
        reader.skip("verbose");
        if (!reader.isAtEnd()) {
            reader.table(false);
            if (reader.skip("using")) {
                reader.relation("index", "iI", false);
            }
        }
    }

    private void copy() throws SQLException {
        reader.skip("binary");
        if (reader.is("(")) {
            int close = Tokens.closing(tokens, reader.index, tokens.size());
            check.query(statement, reader.index + 1, close).check();
        } else {
            reader.columns(reader.table(false));
        }
    }

    private void prepare() throws SQLException {
        int as = Tokens.find(tokens, reader.index, tokens.size(), "as");
        if (as + 1 < tokens.size()) {
            check.query(statement, as + 1, tokens.size()).check();
        }
    }

    private void set() {
        reader.skipAll("local", "session");
        if (reader.is("search_path")) {
            reader.unchecked(
                    "names without a schema after this SET search_path are still searched in the schemas of --search-path");
        }
    }

    private void drop() throws SQLException {
        reader.skip("foreign");
        boolean materialized = reader.skip("materialized");
        String what = reader.word();
        reader.skip("concurrently");
        boolean mayBeMissing = reader.ifExists();
        switch (what) {
            case "table", "view", "sequence", "index" -> {
                do {
                    reader.relation(materialized ? "materialized view" : what, kinds(what), mayBeMissing);
                } while (reader.skip(","));
            }
            case "function", "procedure", "routine", "aggregate" -> reader.function(mayBeMissing);
            case "type", "domain" -> reader.type(mayBeMissing);
            case "schema" -> reader.schema(mayBeMissing);
            case "trigger", "policy", "rule" -> reader.on();
            default -> reader.unchecked("what DROP " + what.toUpperCase(Locale.ROOT) + " names");
        }
    }

    /** As in {@code pg_class.relkind}. */
    private static String kinds(String what) {
        return switch (what) {
            case "table" -> "rpf";
            case "sequence" -> "S";
            case "index" -> "iI";
            default -> "vm";
        };
    }

    private void alter() throws SQLException {
        reader.skip("materialized", "foreign");
        String what = reader.word();
        boolean mayBeMissing = reader.ifExists();
        reader.skip("only");
        switch (what) {
            case "table" -> new TableActions(statement, reader, remarks, reader.table(mayBeMissing)).check();
            case "view" -> reader.relation("view", "vm", mayBeMissing);
            case "index" -> reader.relation("index", "iI", mayBeMissing);
            case "sequence" -> reader.relation("sequence", "S", mayBeMissing);
            case "function", "procedure", "routine" -> reader.function(false);
            case "type", "domain" -> reader.type(false);
            case "schema" -> reader.schema(false);
            default -> reader.unchecked("what ALTER " + what.toUpperCase(Locale.ROOT) + " names");
        }
    }
}
