package io.licensewatch.workload;

import io.licensewatch.schemas.source.ColumnForm;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.workload.TableDefinition.Column;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Draws the type of each column. What the columns are compared with keeps the same spelling. */
final class Draw {
    private static final Set<String> BEGINS = Set.of("starts_at", "granted_at");
    /** Of texts that are always one of a few. */
    private static final Map<String, String> ENUMS = Map.of(
            "tenants.status", "tenant_status",
            "tenants.subscription_status", "subscription_status",
            "permissions.source", "permission_source",
            "tenant_feature_grants.grant_source", "grant_source",
            "materialized_view_refresh_jobs.view_name", "view_name");

    private final Random random;
    private final ZoneId zone;
    private final Map<String, Spelling> spellings = new HashMap<>();
    private final Map<String, ColumnType> drawn = new HashMap<>();

    Draw(Random random, ZoneId zone) {
        this.random = random;
        this.zone = zone;
    }

    /** The types and enums that columns may have. */
    static final String TYPES = """
            CREATE EXTENSION IF NOT EXISTS citext;
            CREATE DOMAIN row_id AS uuid;
            CREATE DOMAIN big_id AS bigint;
            CREATE DOMAIN short_word AS varchar(60);
            CREATE DOMAIN word AS short_word;
            CREATE DOMAIN any_case AS citext;
            CREATE DOMAIN yes AS boolean;
            CREATE DOMAIN day AS date;
            CREATE DOMAIN last_day AS day;
            CREATE DOMAIN moment AS timestamptz;
            CREATE DOMAIN local_moment AS timestamp(3);
            CREATE DOMAIN seats AS numeric;
            CREATE DOMAIN few AS smallint;
            CREATE DOMAIN steps AS text[];
            CREATE DOMAIN document AS jsonb;
            CREATE TYPE tenant_status AS ENUM ('active', 'suspended', 'Archived', 'closed');
            CREATE TYPE subscription_status AS ENUM ('trial', 'active', 'Active', 'past_due', 'suspended', 'cancelled');
            CREATE TYPE permission_source AS ENUM ('license_feature', 'manual');
            CREATE TYPE grant_source AS ENUM ('package');
            CREATE TYPE view_name AS ENUM ('tenant_user_effective_permissions', 'tenant_license_facts');
            """;

    KeyForm key(TableDefinition table) {
        return switch (random.nextInt(6)) {
            case 0 -> KeyForm.DEFERRABLE;
            case 1 -> KeyForm.UNIQUE;
            case 2 -> KeyForm.wide(table).isPresent() ? KeyForm.WIDE : KeyForm.PRIMARY;
            case 5 -> table.hasOtherKeys() ? KeyForm.PRIMARY : KeyForm.PARTITIONED;
            default -> KeyForm.PRIMARY;
        };
    }

    Spelling spelling(String kind) {
        return spellings.computeIfAbsent(kind, k -> one(Spelling.values()));
    }

    static boolean isWatched(String table, String column) {
        return SourceTable.named(table.contains(".") ? table : "public." + table)
                .orElseThrow()
                .columns()
                .contains(column);
    }

    ColumnType type(String table, Column column) {
        if (!isWatched(table, column.name())) {
            return ColumnType.plain(column.type());
        }
        String qualified = table + "." + column.name();
        return switch (ColumnForm.of(column.name())) {
            case ID ->
                qualified.equals("feature_catalog.id")
                        ? featureId()
                        : Ids.kind(table, column.name()).map(this::id).orElseGet(() -> code(qualified));
            case TEXT -> text(qualified);
            case FLAG -> ColumnType.plain(one("boolean", "boolean", "yes"));
            case DAY -> day(column.name());
            case INSTANT -> random.nextInt(6) == 0 ? ColumnType.startOfDay(one("date", "day"), zone) : time();
            case MARK -> random.nextInt(4) == 0 ? ColumnType.startOfDay(one("date", "last_day"), zone) : time();
            case ERROR -> error();
            case COUNT -> count();
            case LIST -> list();
        };
    }

    private ColumnType featureId() {
        return drawn.computeIfAbsent("feature_catalog.id", name -> id("feature"));
    }

    private ColumnType id(String kind) {
        String type =
                spelling(kind).types().get(random.nextInt(spelling(kind).types().size()));
        return type.startsWith("numeric") ? ColumnType.scaled(type) : ColumnType.text(type);
    }

    /** What is compared with each other: with case or without, or one so and one so. */
    private ColumnType code(String qualified) {
        if (qualified.endsWith(
                "source_reference")) { // which may be an id, too: a citext only where those have no letters
            return featureId().declaration().matches("uuid|row_id|bigint|big_id|numeric.*")
                    ? one(ColumnType.text("text"), ColumnType.text("char(80)"), ColumnType.caseless("citext"))
                    : one(ColumnType.text("text"), ColumnType.text("char(80)"));
        }
        boolean caseless = random.nextInt(10) == 0
                || drawn.computeIfAbsent(
                                "case", c -> random.nextBoolean() ? ColumnType.caseless("") : ColumnType.text(""))
                        .read()
                        .contains("citext");
        return caseless
                ? ColumnType.caseless(one("citext", "any_case"))
                : ColumnType.text(one("text", "varchar(40)", "char(40)", "word"));
    }

    private ColumnType text(String qualified) {
        String named = ENUMS.get(qualified);
        if (named != null && random.nextInt(3) == 0) {
            return ColumnType.text(named);
        }
        return qualified.endsWith("view_name") || qualified.endsWith("permissions.source")
                ? one(ColumnType.text("text"), ColumnType.text("char(60)"), ColumnType.caseless("citext"))
                : ColumnType.text(one("text", "varchar(60)", "char(60)", "citext", "word", "any_case"));
    }

    private ColumnType day(String name) {
        if (random.nextInt(3) > 0) {
            return time();
        }
        String declared = one("date", "day", "last_day");
        return BEGINS.contains(name) ? ColumnType.firstDay(declared) : ColumnType.lastDay(declared);
    }

    private ColumnType time() {
        return random.nextInt(3) == 0
                ? ColumnType.local(one("timestamp", "timestamp(0)", "timestamp(3)", "local_moment"), zone)
                : ColumnType.instant(one("timestamptz", "timestamptz", "timestamptz(0)", "timestamptz(3)", "moment"));
    }

    private ColumnType error() {
        return random.nextBoolean()
                ? ColumnType.text(one("text", "varchar(200)", "citext", "word"))
                : ColumnType.document(one("json", "jsonb", "document"));
    }

    private ColumnType count() {
        return random.nextBoolean()
                ? new ColumnType(
                        one("integer", "smallint", "bigint", "numeric(8, 2)", "few"),
                        "%1$s::bigint",
                        (value, salt) -> ColumnType.literal(value))
                : ColumnType.unlimited(one("numeric", "real", "double precision", "seats"));
    }

    private ColumnType list() {
        return random.nextBoolean()
                ? ColumnType.array(one("text[]", "varchar(40)[]", "char(30)[]", "citext[]", "steps"))
                : ColumnType.json(one("json", "jsonb", "document"));
    }

    @SafeVarargs
    private <T> T one(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
