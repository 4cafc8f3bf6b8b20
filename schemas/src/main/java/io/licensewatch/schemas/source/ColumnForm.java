package io.licensewatch.schemas.source;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** How a watched column is read, and which Postgres types can be read so. A domain counts as its base type. */
public enum ColumnForm {
    ID(
            "An id, compared by its text: a uuid and the text of it are the same id.",
            List.of(Types.TEXT, Types.WHOLE),
            "uuid",
            "numeric"),
    TEXT("A text. Trailing blanks of a `char(n)` do not count.", List.of(Types.TEXT)),
    FLAG("True or false.", List.of(), "bool"),
    DAY(
            "A `date` means the whole day in the licensing zone: a start is its beginning, an end is its end. A timestamp is the"
                    + " instant itself.",
            List.of(Types.TIME)),
    INSTANT(
            "An instant. A `date` is the beginning of that day, and a `timestamp` a local time, both in"
                    + " `licensewatch.postgres.timestamp-zone`.",
            List.of(Types.TIME)),
    MARK("Only whether it is null; infinity is not.", List.of(Types.TIME)),
    ERROR("Only whether it is null; the text never leaves the database.", List.of(Types.TEXT), "json", "jsonb"),
    COUNT(
            "A whole number. Infinity is no limit, NaN and numbers below 0 are an unknown one.",
            List.of(Types.WHOLE),
            "numeric",
            "float4",
            "float8"),
    LIST("An array of texts.", List.of(), "text[]", "varchar[]", "bpchar[]", "citext[]", "enum[]", "json", "jsonb");

    private final String meaning;
    private final Set<String> types;

    ColumnForm(String meaning, List<Set<String>> groups, String... more) {
        this.meaning = meaning;
        TreeSet<String> all = new TreeSet<>(List.of(more));
        groups.forEach(all::addAll);
        this.types = Collections.unmodifiableSet(all);
    }

    /** The form of a column. The name alone decides, whichever watched table it is in. */
    public static ColumnForm of(String name) {
        return switch (name) {
            case "name",
                    "tier",
                    "status",
                    "subscription_tier",
                    "subscription_status",
                    "grant_source",
                    "current_step",
                    "metadata_key",
                    "source",
                    "view_name" -> TEXT;
            case "onboarding_completed",
                    "is_active",
                    "is_completed",
                    "completed",
                    "is_system",
                    "is_required",
                    "success",
                    "concurrent" -> FLAG;
            case "subscription_end_date", "starts_at", "granted_at", "expires_at", "banned_until" -> DAY;
            case "onboarding_completed_at", "created_at", "updated_at", "completed_at", "assigned_at", "started_at" ->
                INSTANT;
            case "deleted_at" -> MARK;
            case "error_message" -> ERROR;
            case "max_users" -> COUNT;
            case "completed_steps" -> LIST;
            default -> ID; // ids, codes, and a key with another name
        };
    }

    /** Whether the value is a point in time. */
    public boolean isTime() {
        return this == DAY || this == INSTANT || this == MARK;
    }

    /** One sentence for the documentation. */
    public String meaning() {
        return meaning;
    }

    /** By their names in {@code pg_type}; {@code enum} stands for every enum, and {@code []} for an array. */
    public Set<String> types() {
        return types;
    }

    private static final class Types {
        static final Set<String> TEXT = Set.of("text", "varchar", "bpchar", "citext", "enum");
        static final Set<String> WHOLE = Set.of("int2", "int4", "int8");
        static final Set<String> TIME = Set.of("date", "timestamp", "timestamptz");
    }
}
