package io.licensewatch.worker.sql;

import java.sql.SQLException;

/**
 * The owner of a database and its tables who is not a superuser, as on a managed Postgres. Users are in a schema of another
 * owner, and readable.
 */
final class SaasOwner {
    static final String ROLE = "saas_owner";

    private SaasOwner() {}

    static Source own(Source source) throws SQLException {
        source.execute(
                "DO $$ BEGIN CREATE ROLE " + ROLE
                        + " LOGIN CREATEROLE; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                "ALTER DATABASE " + source.database() + " OWNER TO " + ROLE,
                "ALTER SCHEMA public OWNER TO " + ROLE,
                "GRANT USAGE ON SCHEMA auth TO " + ROLE,
                "GRANT SELECT ON auth.users TO " + ROLE,
                "DO $$ DECLARE t record; BEGIN FOR t IN SELECT c.relname, c.relkind FROM pg_class c WHERE c.relkind IN ('r', 'm')"
                        + " AND c.relnamespace = 'public'::regnamespace LOOP EXECUTE format('ALTER %s %I OWNER TO "
                        + ROLE
                        + "', CASE t.relkind WHEN 'r' THEN 'TABLE' ELSE 'MATERIALIZED VIEW' END, t.relname); END LOOP; END $$");
        return source;
    }

    /** The roles were created by another role, in another database of the same server. */
    static Source ownWithRoles(Source source) throws SQLException {
        own(source);
        source.execute(
                "DO $$ BEGIN CREATE ROLE licensewatch_worker LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                "DO $$ BEGIN CREATE ROLE licensewatch_operator; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                "GRANT licensewatch_worker, licensewatch_operator TO " + ROLE + " WITH ADMIN OPTION");
        return source;
    }
}
