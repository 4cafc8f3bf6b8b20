package io.licensewatch.cdc.prepare;

import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.GeneratedColumns;
import io.licensewatch.cdc.source.MessageRights;
import io.licensewatch.cdc.source.Printable;
import io.licensewatch.cdc.source.Publication;
import io.licensewatch.cdc.source.RequestTable;
import io.licensewatch.cdc.source.SourceFacts;
import io.licensewatch.cdc.source.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The statements that make a source fit: a role with the least privileges, a publication of the watched tables, old rows in the
 * WAL, and the rights to write messages and requests. They are idempotent.
 *
 * <p>The publication has no column lists: with REPLICA IDENTITY FULL, Postgres requires every column in them. What leaves the
 * database is limited by the columns that the role may select and that the engine captures.
 */
public final class Preparation {
    /** Placeholder of the password in the printed statements; psql substitutes it. */
    static final String PASSWORD_VARIABLE = ":'password'";

    private final SourceFacts facts;
    private final String role;
    private final String publication;
    private final List<Step> steps = new ArrayList<>();

    private Preparation(SourceFacts facts, String role, String publication) {
        this.facts = facts;
        this.role = role;
        this.publication = publication;
    }

    /**
     * One statement.
     *
     * @param what it does, on one line, for a person: the comment of the printed statement
     * @param sql complete, with its semicolon; the password's place is {@link #PASSWORD_VARIABLE}
     * @param optional whether the feed runs without it: if it is refused, the other steps continue
     */
    public record Step(String what, String sql, boolean optional) {
        public Step {
            what = Printable.line(what);
        }

        boolean needsPassword() {
            return sql.endsWith(" PASSWORD " + PASSWORD_VARIABLE + ";");
        }
    }

    /**
     * @param facts as seen by the administrator
     * @param role the role that is created, as which cdc runs
     * @param roleExists whether it exists already
     */
    public static List<Step> steps(SourceFacts facts, String role, boolean roleExists, String publication) {
        Preparation preparation = new Preparation(facts, role, publication);
        preparation.role(roleExists);
        if (facts.publication().isPresent()) {
            preparation.generated();
        }
        facts.tables().forEach(preparation::table);
        preparation.publication();
        preparation.messages();
        preparation.requests();
        return List.copyOf(preparation.steps);
    }

    private void role(boolean exists) {
        String name = Sql.identifier(role);
        if (exists) {
            add("let " + role + " log in and replicate", "ALTER ROLE " + name + " LOGIN REPLICATION;");
        } else {
            add("create role " + role, "CREATE ROLE " + name + " LOGIN REPLICATION;");
        }
        add("set its password", "ALTER ROLE " + name + " PASSWORD " + PASSWORD_VARIABLE + ";");
        add("let it connect", "GRANT CONNECT ON DATABASE " + Sql.identifier(facts.database()) + " TO " + name + ";");
        facts.tables().stream()
                .map(CapturedTable::schema)
                .distinct()
                .forEach(schema -> add(
                        "let it use schema " + schema,
                        "GRANT USAGE ON SCHEMA " + Sql.identifier(schema) + " TO " + name + ";"));
    }

    private void table(CapturedTable table) {
        add("let it read the watched columns of " + table.name(), Sql.grantSelect(table, role));
        if (table.rowSecurity()) {
            add(
                    "let it see all rows of " + table.name() + " (row-level security is on)",
                    "DROP POLICY IF EXISTS licensewatch ON " + table.sqlName() + "; " + Sql.policy(table, role));
        }
        if (!table.logsEnough()) {
            add("log old rows of " + table.name(), Sql.fullIdentity(table));
        }
        table.partitions()
                .loggingTooLittle(table.needsFullIdentity())
                .forEach(leaf -> add("log old rows of its partition " + leaf.name(), Sql.fullIdentity(leaf)));
    }

    /** Comes before the replica identity: Postgres 18 refuses changes of tables with such columns until they are published. */
    private void generated() {
        if (facts.serverVersion() >= GeneratedColumns.FIRST_PUBLISHER
                && facts.tables().stream()
                        .map(CapturedTable::generated)
                        .anyMatch(columns -> !columns.stored().isEmpty() && !columns.published())) {
            add("publish generated columns", Sql.publishGenerated(publication));
        }
    }

    private void publication() {
        if (facts.tables().isEmpty()) {
            return;
        }
        if (facts.publication().isEmpty()) {
            add("publish the watched tables", Sql.createPublication(publication, facts.tables()));
            generated();
            return;
        }
        Publication existing = facts.publication().get();
        List<CapturedTable> absent =
                facts.tables().stream().filter(table -> !existing.has(table)).toList();
        if (!absent.isEmpty()) {
            add("publish the tables that are missing", Sql.addToPublication(publication, absent));
        }
        if (!existing.viaRoot()
                && facts.tables().stream().anyMatch(table -> table.partitions().root())) {
            add("publish partitions under their partitioned table", Sql.publishViaRoot(publication));
        }
        if (!existing.publishes().containsAll(Set.of("insert", "update", "delete", "truncate"))) {
            add("publish every kind of change", Sql.publishEverything(publication));
        }
    }

    /** By default every role may write messages, and only a superuser can change that. */
    private void messages() {
        MessageRights messages = facts.messages();
        addIfAllowed("let it write its marks, messages in the log", messages.grantTo(role));
        messages.commanders()
                .forEach(commander -> addIfAllowed(
                        "let the worker's functions name the commands that they carry out",
                        messages.grantTo(commander.role())));
        if (messages.everyone()) {
            addIfAllowed("let no other role of this database write such messages", messages.revokeFromEveryone());
        }
    }

    private void requests() {
        if (facts.requests().isEmpty()) {
            addIfAllowed("create a schema for the table of requests", RequestTable.CREATE_SCHEMA);
            addIfAllowed("create the table by which resyncs are requested", RequestTable.CREATE);
        } else if (facts.requests().get().isStrangers(role)) {
            return; // the check reports it
        }
        List<String> strangers =
                facts.requests().map(table -> table.strangers(role)).orElse(List.of());
        if (!strangers.isEmpty()) {
            addIfAllowed("let nobody else request resyncs", RequestTable.revokeFrom(strangers));
        }
        addIfAllowed("let it request resyncs", RequestTable.grantTo(role));
        if (!facts.requests().map(RequestTable::published).orElse(false)) {
            addIfAllowed("publish the requests", RequestTable.publish(publication));
        }
    }

    private void add(String what, String sql) {
        steps.add(new Step(what, sql, false));
    }

    private void addIfAllowed(String what, String sql) {
        steps.add(new Step(what, sql, true));
    }
}
