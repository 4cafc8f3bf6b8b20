package io.licensewatch.cdc.runbook;

import io.licensewatch.cdc.runbook.Catalog.Relation;
import io.licensewatch.cdc.runbook.Remark.Thing;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** A command of psql: those that describe an object name one. */
final class MetaCommand {
    private final Statement statement;
    private final StatementCheck check;
    private final Catalog catalog;
    private final Remarks remarks;
    private final String command;
    private final String argument;

    MetaCommand(Statement statement, StatementCheck check, Catalog catalog, Remarks remarks) {
        this.statement = statement;
        this.check = check;
        this.catalog = catalog;
        this.remarks = remarks;
        String[] words = statement.tokens().get(0).text().strip().split("\\s+", 2);
        this.command = words[0];
        this.argument =
                words.length < 2 ? "" : words[1].replaceFirst("\\s*;\\s*$", "").strip();
    }

    void check() throws SQLException {
        String plain = command.replaceAll("[+S]+$", "");
        switch (plain) {
            case "\\d", "\\dt", "\\dv", "\\dm", "\\di", "\\ds", "\\dp", "\\z", "\\sv", "\\dE", "\\dtv" -> relation();
            case "\\df", "\\da", "\\sf" -> function();
            case "\\dn" -> schema();
            case "\\dT", "\\dD" -> type();
            case "\\copy" -> copy();
            case "\\i", "\\ir", "\\include", "\\include_relative" ->
                remarks.unchecked(statement.at(0), "the file that " + command + " reads");
            case "\\c", "\\connect" -> connect();
            case "\\gexec" -> remarks.unchecked(statement.at(0), "what \\gexec runs");
            default -> {} // sets how psql prints, or names nothing that a database has
        }
    }

    private void connect() {
        if (!argument.isEmpty()) {
            remarks.unchecked(statement.at(0), "whether what follows is meant for another database, after " + command);
        }
    }

    private Optional<Name> name() {
        Name name = Name.in(argument);
        boolean isPattern = argument.indexOf('*') >= 0 || argument.indexOf('?') >= 0 || argument.indexOf(':') >= 0;
        return name.isEmpty() || isPattern ? Optional.empty() : Optional.of(name);
    }

    private int at() {
        Token token = statement.tokens().get(0);
        return statement.source().at(token.start() + Math.max(0, token.text().indexOf(argument, command.length())));
    }

    private void relation() throws SQLException {
        Optional<Name> name = name();
        if (name.isEmpty() || remarks.isMade("table", name.get().toString(), at())) {
            return;
        }
        Optional<Relation> relation = catalog.relation(name.get());
        if (relation.isEmpty()) {
            remarks.fault(
                    at(),
                    Thing.TABLE,
                    name.get().toString(),
                    "table \"" + name.get() + "\" does not exist",
                    catalog.nearRelation(name.get()).orElse(""));
        }
    }

    private void function() throws SQLException {
        Optional<Name> name = name();
        if (name.isPresent() && !catalog.hasFunction(name.get())) {
            remarks.fault(
                    at(),
                    Thing.FUNCTION,
                    name.get().toString(),
                    "function \"" + name.get() + "\" does not exist",
                    catalog.nearFunction(name.get()).orElse(""));
        }
    }

    private void schema() throws SQLException {
        Optional<Name> name = name();
        if (name.isPresent() && !catalog.hasSchema(name.get().last())) {
            remarks.fault(
                    at(),
                    Thing.SCHEMA,
                    name.get().last(),
                    "schema \"" + name.get().last() + "\" does not exist",
                    "");
        }
    }

    private void type() throws SQLException {
        Optional<Name> name = name();
        if (name.isPresent() && !catalog.hasType(name.get())) {
            remarks.fault(at(), Thing.TYPE, name.get().toString(), "type \"" + name.get() + "\" does not exist", "");
        }
    }

    /** As COPY, of which it is the client's half. */
    private void copy() throws SQLException {
        Token token = statement.tokens().get(0);
        List<Statement> copies =
                Statements.first(statement.source(), token.start() + 1, token.end(), statement.certain());
        for (Statement copy : copies) {
            check.check(copy);
        }
    }
}
