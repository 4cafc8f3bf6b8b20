package io.licensewatch.cdc.testbed;

import java.util.Arrays;
import java.util.stream.Stream;

/** A source as StewardTrack's own family of tables has it, reduced to what is watched and a little more. */
public final class Fixture {
    public static final String TENANT_A = "00000000-0000-0000-0000-00000000000a";
    public static final String TENANT_B = "00000000-0000-0000-0000-00000000000b";

    private static final String[] TABLES = {
        """
        CREATE TABLE tenants (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL, status text NOT NULL,
            subscription_tier text, subscription_status text, subscription_end_date timestamptz,
            subscription_offering_id uuid, onboarding_completed boolean, created_at timestamptz DEFAULT now(),
            deleted_at timestamptz, billing_email text)""", """
        CREATE TABLE tenant_feature_grants (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant_id uuid NOT NULL,
            feature_id uuid NOT NULL, grant_source text NOT NULL, starts_at date, expires_at date, created_by uuid)""", """
        CREATE TABLE user_roles (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant_id uuid, user_id uuid, role_id uuid,
            is_active boolean DEFAULT true, expires_at timestamptz)""", """
        CREATE TABLE onboarding_progress (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant_id uuid UNIQUE NOT NULL,
            current_step text, completed_steps text[], is_completed boolean, completed_at timestamptz,
            church_data jsonb, created_at timestamptz, updated_at timestamptz)""", """
        CREATE TABLE roles (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), tenant_id uuid, name text NOT NULL,
            is_system boolean)""", """
        CREATE TABLE product_offerings (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), code text UNIQUE NOT NULL,
            tier text, max_users int, is_active boolean DEFAULT true, deleted_at timestamp)""",
    };

    private static final String[] PREPARATION = {
        "CREATE SCHEMA licensewatch",
        "CREATE TABLE licensewatch.resync_requests (slot text, id text, tables text[], PRIMARY KEY (slot, id))",
        "ALTER TABLE tenants REPLICA IDENTITY FULL",
        "ALTER TABLE tenant_feature_grants REPLICA IDENTITY FULL",
        "ALTER TABLE user_roles REPLICA IDENTITY FULL",
        "ALTER TABLE onboarding_progress REPLICA IDENTITY FULL",
        "ALTER TABLE roles REPLICA IDENTITY FULL",
        """
        CREATE PUBLICATION licensewatch FOR TABLE tenants, tenant_feature_grants, user_roles, onboarding_progress, roles,
            product_offerings, licensewatch.resync_requests""",
    };

    private Fixture() {}

    /** The statements that make its tables. */
    public static String[] tables() {
        return TABLES.clone();
    }

    /** The statements that make its tables and prepare them. */
    public static String[] prepared() {
        return Stream.concat(Arrays.stream(TABLES), Arrays.stream(PREPARATION)).toArray(String[]::new);
    }
}
