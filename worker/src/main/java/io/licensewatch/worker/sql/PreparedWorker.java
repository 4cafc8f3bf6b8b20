package io.licensewatch.worker.sql;

import io.licensewatch.cdc.prepare.Preparation.Step;
import io.licensewatch.cdc.prepare.PreparedSource;
import io.licensewatch.cdc.source.SourceFacts;
import io.licensewatch.cdc.source.SourceSchemas;
import io.licensewatch.worker.sql.WorkerPreparation.OldFunction;
import io.licensewatch.worker.sql.WorkerPreparation.SourceState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Inspects a source as its administrator, and applies the statements that a worker needs. */
public final class PreparedWorker {
    private final Connection connection;
    private final PreparedSource source;
    private final SourceFacts facts;
    private final SourceColumns columns;
    private final OwnerRights owner;
    private final WorkerSql sql;

    /**
     * @param connection of a role that owns the watched tables, sees all of their rows and may create roles
     * @param schemas where the watched tables are
     * @param zone the licensing zone, as stream-app has it
     */
    public PreparedWorker(Connection connection, SourceSchemas schemas, ZoneId zone) throws SQLException {
        this.connection = connection;
        this.source = new PreparedSource(connection);
        this.facts = source.facts(schemas, "licensewatch", "licensewatch", Set.of());
        this.columns = SourceColumns.read(connection, schemas);
        this.owner = OwnerRights.read(connection, facts.role().name(), columns);
        this.sql = WorkerSql.of(columns, owner, zone);
    }

    SourceFacts facts() {
        return facts;
    }

    WorkerSql sql() {
        return sql;
    }

    OwnerRights owner() {
        return owner;
    }

    public List<Step> steps(String worker) throws SQLException {
        return WorkerPreparation.steps(
                sql,
                new SourceState(
                        facts.database(),
                        owner.role(),
                        functions(),
                        source.roleExists(worker),
                        source.roleExists(WorkerPreparation.OPERATORS),
                        facts.messages()),
                worker);
    }

    private List<OldFunction> functions() throws SQLException {
        String statement = """
                SELECT p.proname, p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')'
                FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                JOIN pg_catalog.pg_roles r ON r.oid = p.proowner
                WHERE n.nspname = 'licensewatch' AND r.rolname = current_user ORDER BY 1""";
        try (PreparedStatement prepared = connection.prepareStatement(statement);
                ResultSet rows = prepared.executeQuery()) {
            List<OldFunction> found = new ArrayList<>();
            while (rows.next()) {
                found.add(new OldFunction(rows.getString(1), rows.getString(2)));
            }
            return found;
        }
    }

    /** In one transaction, except for statements that may be refused: a function never exists without its privileges. */
    public void apply(
            List<Step> steps, String worker, String password, Consumer<Step> done, BiConsumer<Step, String> refused)
            throws SQLException {
        List<Step> optional = steps.stream().filter(Step::optional).toList();
        source.apply(optional, worker, password, done, refused);
        connection.setAutoCommit(false);
        try {
            source.apply(steps.stream().filter(step -> !step.optional()).toList(), worker, password, done, refused);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
