package io.licensewatch.worker.sql;

import io.licensewatch.cdc.prepare.Preparation.Step;
import io.licensewatch.cdc.source.MessageRights;
import io.licensewatch.cdc.source.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statements that let a worker act: its role, and the functions that are all that it may do. Doing them again changes nothing,
 * or brings the functions to this release and to the tables that there are now.
 */
public final class WorkerPreparation {
    public static final String OPERATORS = "licensewatch_operator";

    private final WorkerSql sql;
    private final SourceState state;
    private final String worker;
    private final List<Step> steps = new ArrayList<>();

    private WorkerPreparation(WorkerSql sql, SourceState state, String worker) {
        this.sql = sql;
        this.state = state;
        this.worker = worker;
    }

    /**
     * What is there already.
     *
     * @param functions functions in our schema that belong to who prepares: with their arguments, by name
     * @param owner who prepares, whose functions they will be
     * @param messages who may write messages into the log
     */
    record SourceState(
            String database,
            String owner,
            List<OldFunction> functions,
            boolean workerExists,
            boolean operatorsExist,
            MessageRights messages) {}

    record OldFunction(String name, String signature) {}

    static List<Step> steps(WorkerSql sql, SourceState state, String worker) {
        WorkerPreparation preparation = new WorkerPreparation(sql, state, worker);
        preparation.roles();
        preparation.functions();
        preparation.rights();
        return List.copyOf(preparation.steps);
    }

    private void roles() {
        String name = Sql.identifier(worker);
        add(
                (state.workerExists() ? "let " + worker + " log in, and nothing more" : "create role " + worker),
                (state.workerExists() ? "ALTER" : "CREATE") + " ROLE " + name + " LOGIN NOINHERIT;");
        add("set its password", "ALTER ROLE " + name + " PASSWORD :'password';");
        if (!state.operatorsExist()) {
            add("create the group of those who may pause and resume", "CREATE ROLE " + OPERATORS + " NOLOGIN;");
        }
        add("let it connect", "GRANT CONNECT ON DATABASE " + Sql.identifier(state.database()) + " TO " + name + ";");
        add("make the schema", "CREATE SCHEMA IF NOT EXISTS " + WorkerSql.SCHEMA + ";");
        add("let both use it", "GRANT USAGE ON SCHEMA " + WorkerSql.SCHEMA + " TO " + name + ", " + OPERATORS + ";");
        if (!state.messages().current()) {
            optional(
                    "let " + state.owner() + ", whose functions they are, write messages into the log",
                    "GRANT EXECUTE ON FUNCTION "
                            + String.join(", ", state.messages().functions()) + " TO " + Sql.identifier(state.owner())
                            + ";");
        }
    }

    private void functions() {
        List<String> old = state.functions().stream()
                .filter(function -> !sql.functions().contains(function.name()))
                .map(function -> WorkerSql.SCHEMA + "." + function.signature())
                .toList();
        if (!old.isEmpty()) {
            add("drop functions that this source has no use for now", "DROP FUNCTION " + String.join(", ", old) + ";");
        }
        sql.parts().forEach((what, statements) -> add(what.substring(3), statements));
    }

    private void rights() {
        String name = Sql.identifier(worker);
        String tables = WorkerSql.TABLES.stream()
                .map(table -> WorkerSql.SCHEMA + "." + table)
                .collect(Collectors.joining(", "));
        add(
                "let nobody else touch the tables",
                "REVOKE ALL ON " + tables + " FROM PUBLIC, " + name + ", " + OPERATORS + ";");
        add(
                "let nobody execute the functions",
                "REVOKE ALL ON FUNCTION " + names(sql.functions()) + " FROM PUBLIC, " + name + ", " + OPERATORS + ";");
        add("but the worker its own", "GRANT EXECUTE ON FUNCTION " + names(WorkerSql.FOR_WORKER) + " TO " + name + ";");
        add(
                "and operators theirs",
                "GRANT EXECUTE ON FUNCTION " + names(WorkerSql.FOR_OPERATORS) + " TO " + OPERATORS + ";");
        add(
                "note which SQL it is",
                "COMMENT ON FUNCTION " + WorkerSql.SCHEMA + ".worker_advance IS " + Sql.literal(sql.mark()) + ";");
    }

    /** No two of our functions have the same name, so arguments need not be repeated. */
    private static String names(Collection<String> functions) {
        return functions.stream().map(name -> WorkerSql.SCHEMA + "." + name).collect(Collectors.joining(", "));
    }

    private void add(String what, String statements) {
        steps.add(new Step(what, statements.strip(), false));
    }

    private void optional(String what, String statements) {
        steps.add(new Step(what, statements, true));
    }
}
