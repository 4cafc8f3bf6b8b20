package io.licensewatch.cdc.runbook;

import java.sql.SQLException;
import java.util.List;

/** Checks one statement after the other, each by what can judge it: Postgres' parser, its catalogs, or nothing. */
final class StatementCheck {
    /** Longer ones are data. */
    private static final int MOST_TOKENS = 20_000;

    private static final String[] ANALYSED = {
        "select", "with", "values", "table", "insert", "update", "delete", "merge", "explain", "declare", "call",
        "show", "("
    };

    private final Judge judge;
    private final Catalog catalog;
    private final Remarks remarks;

    StatementCheck(Judge judge, Catalog catalog, Remarks remarks) {
        this.judge = judge;
        this.catalog = catalog;
        this.remarks = remarks;
    }

    void check(Statement statement) throws SQLException {
        List<Token> tokens = statement.tokens();
        if (statement.isMeta()) {
            new MetaCommand(statement, this, catalog, remarks).check();
        } else if (tokens.size() > MOST_TOKENS) {
            remarks.unchecked(statement.at(0), "a statement of more than " + MOST_TOKENS + " words");
        } else if (tokens.stream().anyMatch(token -> token.kind() == Token.Kind.STRANGE)) {
            strange(statement);
        } else if (tokens.get(0).isOneOf(ANALYSED)) {
            query(statement, 0, tokens.size()).check();
            makesTable(statement);
        } else {
            new Utility(statement, this, catalog, remarks).check();
        }
    }

    private void strange(Statement statement) {
        Token strange = statement.tokens().stream()
                .filter(token -> token.kind() == Token.Kind.STRANGE)
                .findFirst()
                .orElseThrow();
        String words = "\"" + strange.text() + "\" is no SQL";
        int at = statement.source().at(strange.start());
        if (statement.certain()) {
            remarks.unchecked(at, words);
        } else {
            remarks.note(at, "resembles SQL, but " + words);
        }
    }

    Query query(Statement statement, int from, int to) {
        return new Query(statement, from, to, judge, catalog, remarks);
    }

    private void makesTable(Statement statement) {
        List<Token> tokens = statement.tokens();
        int into = Tokens.find(tokens, 0, tokens.size(), "into");
        if (tokens.get(0).is("select") && into < tokens.size()) {
            int name = into + 1;
            while (Tokens.is(tokens, name, "temp", "temporary", "unlogged", "table")) {
                name++;
            }
            remarks.makes("table " + Name.at(tokens, name), statement.at(into));
        }
    }
}
