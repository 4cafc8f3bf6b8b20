package io.licensewatch.cdc.runbook;

import io.licensewatch.cdc.runbook.Catalog.Relation;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What ALTER TABLE does with columns, and the tables that it refers to. */
final class TableActions {
    private final Statement statement;
    private final List<Token> tokens;
    private final NameReader reader;
    private final Remarks remarks;
    private final Optional<Relation> of;

    /** @param of the table that is altered; empty when it is not there */
    TableActions(Statement statement, NameReader reader, Remarks remarks, Optional<Relation> of) {
        this.statement = statement;
        this.tokens = statement.tokens();
        this.reader = reader;
        this.remarks = remarks;
        this.of = of;
    }

    void check() throws SQLException {
        do {
            int end = Tokens.find(tokens, reader.index, tokens.size(), ",");
            action(end);
            references(reader.index, end);
            reader.index = end;
        } while (reader.skip(","));
    }

    private void action(int end) throws SQLException {
        boolean adds = reader.is("add");
        boolean renames = reader.is("rename");
        if (!adds && !renames && !reader.is("alter", "drop")) {
            return;
        }
        reader.index++;
        if (reader.is("constraint", "check", "unique", "primary", "foreign", "exclude")) {
            constraint(end);
            return;
        }
        boolean named = reader.skip("column");
        boolean optional = reader.ifExists();
        if (renames && !named && reader.is("to")) {
            remarks.makes("table " + Name.at(tokens, reader.index + 1), statement.at(0));
        } else if (adds) {
            made(reader.index);
        } else if (!optional) {
            reader.column(of, reader.index);
            int to = Tokens.find(tokens, reader.index, end, "to");
            if (renames && to < end) {
                made(to + 1);
            }
        }
    }

    private void made(int token) {
        if (of.isPresent() && token < tokens.size()) {
            remarks.makes("column " + of.get().name() + "." + tokens.get(token).name(), statement.at(0));
        }
    }

    private void constraint(int end) {
        if (Tokens.find(tokens, reader.index, end, "check") < end) {
            remarks.unchecked(statement.at(reader.index), "the condition of a constraint");
        }
    }

    /** The tables that foreign keys and the like refer to. */
    void references(int from, int to) throws SQLException {
        for (int i = from; i < to; i++) {
            boolean refers = Tokens.is(tokens, i, "references", "inherits", "like")
                    || (Tokens.is(tokens, i, "of") && Tokens.is(tokens, i - 1, "partition"));
            if (refers) {
                reader.index = Tokens.is(tokens, i + 1, "(") ? i + 2 : i + 1;
                Optional<Relation> table = reader.table(false);
                if (Tokens.is(tokens, i, "references")) {
                    reader.columns(table);
                }
            }
        }
    }
}
