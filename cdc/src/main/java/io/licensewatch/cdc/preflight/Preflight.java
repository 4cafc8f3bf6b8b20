package io.licensewatch.cdc.preflight;

import io.licensewatch.cdc.source.CapturedTable;
import io.licensewatch.cdc.source.MissingTable;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.cdc.source.Publication;
import io.licensewatch.cdc.source.ReplicationSlot;
import io.licensewatch.cdc.source.SourceFacts;
import io.licensewatch.cdc.source.Sql;
import io.licensewatch.runtime.settings.Plaintext;
import io.licensewatch.schemas.source.SourceTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Checks whether the source is fit for the change stream. Facts in, results out; it queries and changes nothing. */
final class Preflight {
    /** pgoutput carries logical messages, which frontiers are made of, from 14 on. */
    private static final int OLDEST_SERVER = 140000;

    /** Start of the detail for a publication that lacks a watched table. */
    static final String LACKS = "lacks ";

    private static final int SUPABASE_POOLER_PORT = 6543;

    private final SourceFacts facts;
    private final String publicationName;
    private final List<CheckResult> results = new ArrayList<>();

    private Preflight(SourceFacts facts, String publicationName) {
        this.facts = facts;
        this.publicationName = publicationName;
    }

    public static List<CheckResult> judge(SourceFacts facts, PostgresAddress address, String slot, String publication) {
        Preflight preflight = new Preflight(facts, publication);
        preflight.server();
        preflight.replication(address);
        preflight.encryption(address);
        preflight.capacity(slot);
        preflight.slot(slot);
        preflight.tables();
        preflight.publication();
        preflight.messages();
        preflight.results.add(
                RequestPreflight.judge(facts.requests(), facts.role().name(), publication));
        return List.copyOf(preflight.results);
    }

    private void server() {
        if (facts.serverVersion() < OLDEST_SERVER) {
            fail(
                    "server",
                    "Postgres " + facts.serverVersion() / 10_000 + " is too old",
                    "upgrade to Postgres 14 or later");
        } else if (facts.recovering()) {
            fail(
                    "server",
                    "is a standby, which cannot write frontier marks",
                    "set licensewatch.postgres.host to the primary");
        } else {
            ok("server", "Postgres " + facts.serverVersion() / 10_000);
        }
        if (facts.walLevel().equals("logical")) {
            ok("wal_level", "logical");
        } else {
            fail(
                    "wal_level",
                    "is " + facts.walLevel() + ", must be logical",
                    "ALTER SYSTEM SET wal_level = 'logical';  and restart Postgres");
        }
    }

    private void replication(PostgresAddress address) {
        String role = facts.role().name();
        if (!facts.role().mayReplicate()) {
            fail("role", role + " may not replicate", "ALTER ROLE " + Sql.identifier(role) + " REPLICATION;");
            return;
        }
        ok("role", role + " may replicate");
        String refusal = facts.replication().refusal();
        if (refusal != null && facts.walSenders() >= facts.maxWalSenders()) {
            return; // reported separately, and not caused by a pooler
        }
        if (refusal != null) {
            fail(
                    "replication connection",
                    "refused: " + refusal,
                    "connect to Postgres itself, not through a pooler such as PgBouncer"
                            + (address.port() == SUPABASE_POOLER_PORT ? " (port 6543 is one)" : "")
                            + "; and allow it in pg_hba.conf");
        } else {
            ok("replication connection", "accepted");
        }
    }

    private void encryption(PostgresAddress address) {
        if (!facts.encrypted() && Plaintext.leavesMachine(address.host())) {
            results.add(CheckResult.unencrypted(
                    "postgres",
                    "the connection to " + address
                            + " is not encrypted: anybody on the network path can read and alter everything, and a role that"
                            + " may replicate sees the whole database",
                    "set licensewatch.postgres.sslmode to verify-full, with sslrootcert"));
        }
    }

    private void capacity(String slot) {
        boolean needsSlot = facts.slot().isEmpty();
        if (needsSlot && facts.slots() >= facts.maxSlots()) {
            fail(
                    CheckResult.SLOTS,
                    "all " + facts.maxSlots() + " are taken",
                    "ALTER SYSTEM SET max_replication_slots = " + (facts.slots() + 4) + ";  and restart Postgres");
        } else {
            ok(CheckResult.SLOTS, needsSlot ? "there is room for slot '" + slot + "'" : "slot exists");
        }
        boolean running = facts.slot().map(ReplicationSlot::active).orElse(false);
        if (!running && facts.walSenders() >= facts.maxWalSenders()) {
            fail(
                    CheckResult.SENDERS,
                    "all " + facts.maxWalSenders() + " are busy",
                    "ALTER SYSTEM SET max_wal_senders = " + (facts.walSenders() + 4) + ";  and restart Postgres");
        } else {
            ok(CheckResult.SENDERS, facts.walSenders() + " of " + facts.maxWalSenders() + " busy");
        }
    }

    private void slot(String name) {
        facts.slot().ifPresent(slot -> {
            boolean ours = slot.plugin().equals("pgoutput") && slot.database().equals(facts.database());
            if (!ours) {
                fail(
                        "slot",
                        "'" + name + "' belongs to plugin " + slot.plugin() + " in database " + slot.database(),
                        "set licensewatch.postgres.slot to a name that is free; if cdc has run before under this one,"
                                + " with the same topic prefix, start once with --resync");
            }
        });
    }

    private void tables() {
        if (facts.tables().isEmpty()) {
            fail("tables", "none of the watched tables exists", "set licensewatch.postgres.database to the right one");
        }
        for (MissingTable missing : facts.missing()) {
            if (missing.isAbsent() && hasOtherSpelling(missing.table())) {
                continue;
            }
            results.add(CheckResult.note(
                    "table " + missing.name(),
                    missing.found() + ": " + Watching.without(missing.table()),
                    missing.remedy()));
        }
        facts.tables().forEach(this::table);
    }

    /** The two schema families name one table differently; a source has only one of the two. */
    private boolean hasOtherSpelling(SourceTable missing) {
        Set<SourceTable> spellings =
                Set.of(SourceTable.LICENSE_FEATURE_BUNDLE_FEATURES, SourceTable.LICENSE_FEATURE_BUNDLE_ITEMS);
        return spellings.contains(missing)
                && facts.tables().stream().anyMatch(table -> spellings.contains(table.table()));
    }

    static String check(CapturedTable table) {
        return "table " + table.name();
    }

    private void table(CapturedTable table) {
        String check = check(table);
        int before = results.size();
        key(check, table);
        results.addAll(GeneratedPreflight.judge(facts, table, check, publicationName));
        results.addAll(PartitionPreflight.judge(table, check));
        if (!table.readable()) {
            results.add(CheckResult.failsToRead(
                    check,
                    "may not be read",
                    Sql.grantSelect(table, facts.role().name())));
        }
        if (!table.logsEnough()) {
            String why = table.key().deferrable() ? ", and its primary key is deferrable" : "";
            fail(
                    check,
                    "logs too little of old rows (replica identity " + table.replicaIdentity() + why + ")",
                    Sql.fullIdentity(table));
        }
        if (table.rowsHidden() && !facts.role().seesAllRows()) {
            String role = facts.role().name();
            results.add(CheckResult.failsToRead(
                    check,
                    "row-level security hides rows from " + role,
                    Sql.seeAllRows(role) + "  or: " + Sql.policy(table, role)));
        }
        if (results.size() == before) {
            ok(check, table.columns().size() + " columns");
        }
        users(check, table);
    }

    /** Without a foreign key roles are sent to all tasks too, but they are few and rarely written. */
    private void users(String check, CapturedTable table) {
        if (table.table() != SourceTable.AUTH_USERS || table.isEnforced()) {
            return;
        }
        facts.tables().stream()
                .filter(other -> other.table() == SourceTable.USER_ROLES)
                .forEach(holders -> results.add(CheckResult.note(
                        check,
                        "no validated foreign key ensures that the user of a role exists: each user, and each login, is"
                                + " sent to every task of stream-app",
                        "if all users exist: " + Sql.foreignKey(holders, "user_id", table))));
    }

    private void key(String check, CapturedTable table) {
        String columns = String.join(", ", table.keyColumns());
        switch (table.key().kind()) {
            case PRIMARY -> {}
            case UNIQUE ->
                results.add(CheckResult.note(
                        check, "has no primary key: its rows are identified by their unique columns " + columns));
            case NONE ->
                fail(
                        check,
                        "has no primary key, and no unique index of watched columns that are all NOT NULL: it is"
                                + " unknown which of two equal rows is changed or deleted",
                        Sql.primaryKey(table)
                                + "  or a primary key of its own columns; or leave the table out:"
                                + " licensewatch.cdc.exclude-tables="
                                + table.table().qualifiedName());
        }
    }

    private void publication() {
        String check = "publication " + publicationName;
        if (facts.publication().isEmpty()) {
            if (!facts.tables().isEmpty()) {
                fail(check, "does not exist", Sql.createPublication(publicationName, facts.tables()));
            }
            return;
        }
        Publication publication = facts.publication().get();
        int before = results.size();
        if (!publication.publishes().containsAll(Set.of("insert", "update", "delete", "truncate"))) {
            fail(
                    check,
                    "carries only " + String.join(", ", new TreeSet<>(publication.publishes())),
                    Sql.publishEverything(publicationName));
        }
        List<CapturedTable> absent =
                facts.tables().stream().filter(table -> !publication.has(table)).toList();
        if (!absent.isEmpty()) {
            fail(check, LACKS + Sql.tables(absent), Sql.addToPublication(publicationName, absent));
        }
        results.addAll(PartitionPreflight.judge(facts.tables(), publication, check));
        facts.tables().forEach(table -> published(check, publication, table));
        if (results.size() == before) {
            ok(check, "carries all " + facts.tables().size() + " tables");
        }
    }

    private void published(String check, Publication publication, CapturedTable table) {
        Set<String> columns = publication.tables().get(table.name());
        boolean narrowed = columns != null && !columns.isEmpty() && !columns.containsAll(table.columns());
        if (narrowed || publication.filtered().contains(table.name())) {
            String name = Sql.identifier(publicationName);
            String target = table.sqlName();
            fail(
                    check,
                    "carries only some " + (narrowed ? "columns" : "rows") + " of " + table.name(),
                    "ALTER PUBLICATION " + name + " DROP TABLE " + target + "; ALTER PUBLICATION " + name
                            + " ADD TABLE " + target + ";");
        }
    }

    private void messages() {
        String check = "messages in the log";
        String role = facts.role().name();
        if (!facts.messages().current()) {
            fail(check, role + " may not write its marks", facts.messages().grantTo(role));
        } else if (facts.messages().everyone()) {
            results.add(CheckResult.note(
                    check,
                    "any role that can log in to this database may write them; cdc holds each in memory, and one"
                            + " that is too large ends it",
                    "as a superuser: " + facts.messages().grantTo(role) + "  "
                            + facts.messages().revokeFromEveryone()));
        } else {
            ok(check, "not everybody may write them");
        }
        facts.messages().commanders().stream()
                .filter(commander -> !commander.allowed())
                .forEach(commander -> results.add(CheckResult.note(
                        check,
                        commander.role()
                                + ", as whom the worker's functions run, may not write them: every command fails",
                        "as a superuser: " + facts.messages().grantTo(commander.role()))));
    }

    private void ok(String check, String detail) {
        results.add(CheckResult.ok(check, detail));
    }

    private void fail(String check, String detail, String remedy) {
        results.add(CheckResult.fail(check, detail, remedy));
    }
}
