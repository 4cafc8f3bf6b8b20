package io.licensewatch.worker.sql;

import io.licensewatch.cdc.prepare.Preparation.Step;
import io.licensewatch.cdc.source.MessageRights;
import io.licensewatch.cdc.source.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statements that prepare a worker: its role, and the functions that it may execute. Running them again changes nothing, or
 * updates the functions to this release and to the present tables.
 */
final class WorkerPreparation {
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
     * The present objects.
     *
     * @param functions functions in our schema that the preparing role owns: with their arguments, by name
     * @param owner the preparing role, which will own the functions
     * @param messages roles that may write logical messages
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
                (state.workerExists() ? "let " + worker + " log in, and nothing else" : "create role " + worker),
                (state.workerExists() ? "ALTER" : "CREATE") + " ROLE " + name + " LOGIN NOINHERIT;");
        add("set its password", "ALTER ROLE " + name + " PASSWORD :'password';");
        if (!state.operatorsExist()) {
            add("create the group of operators, who may pause and resume", "CREATE ROLE " + OPERATORS + " NOLOGIN;");
        }
        add("let it connect", "GRANT CONNECT ON DATABASE " + Sql.identifier(state.database()) + " TO " + name + ";");
        add("create the schema", "CREATE SCHEMA IF NOT EXISTS " + WorkerSql.SCHEMA + ";");
        add("let both use it", "GRANT USAGE ON SCHEMA " + WorkerSql.SCHEMA + " TO " + name + ", " + OPERATORS + ";");
        if (!state.messages().current()) {
            optional(
                    "let " + state.owner() + ", the functions' owner, write logical messages",
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
            add("drop functions that this source no longer needs", "DROP FUNCTION " + String.join(", ", old) + ";");
        }
        sql.parts().forEach((what, statements) -> add(what.substring(3), statements));
    }

    private void rights() {
        String name = Sql.identifier(worker);
        String tables = WorkerSql.TABLES.stream()
                .map(table -> WorkerSql.SCHEMA + "." + table)
                .collect(Collectors.joining(", "));
        add(
                "revoke access to the tables",
                "REVOKE ALL ON " + tables + " FROM PUBLIC, " + name + ", " + OPERATORS + ";");
        add(
                "revoke execution of the functions",
                "REVOKE ALL ON FUNCTION " + names(sql.functions()) + " FROM PUBLIC, " + name + ", " + OPERATORS + ";");
        add(
                "grant the worker its functions",
                "GRANT EXECUTE ON FUNCTION " + names(WorkerSql.FOR_WORKER) + " TO " + name + ";");
        add(
                "grant operators their functions",
                "GRANT EXECUTE ON FUNCTION " + names(WorkerSql.FOR_OPERATORS) + " TO " + OPERATORS + ";");
        add(
                "mark the version of the SQL",
                "COMMENT ON FUNCTION " + WorkerSql.SCHEMA + ".worker_advance IS " + Sql.literal(sql.mark()) + ";");
    }

    /** The names of our functions are unique, so arguments are not needed. */
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
