package io.licensewatch.worker.sql;

import io.licensewatch.cdc.source.Sql;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.result.CommandState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * All of the worker's SQL, generated for one source.
 *
 * @param parts titles and statements, in the order of execution
 * @param functions names of the functions
 * @param unsupported why this source does not support a type
 */
record WorkerSql(Map<String, String> parts, Set<String> functions, Map<CommandType, String> unsupported) {
    public static final String SCHEMA = "licensewatch";

    /** The functions that the worker may execute; only the owner may execute the others. */
    static final List<String> FOR_WORKER = List.of(
            "worker_receive",
            "worker_decide",
            "worker_due",
            "worker_advance",
            "worker_external_done",
            "worker_recipients",
            "worker_outbox",
            "worker_error",
            "worker_forget",
            "worker_pauses",
            "worker_status");

    static final List<String> FOR_OPERATORS = List.of("pause", "resume", "worker_status");

    /** Our tables. */
    static final List<String> TABLES = List.of(
            "command_types",
            "state_transitions",
            "ledger",
            "ledger_history",
            "partitions",
            "retention",
            "turns",
            "control",
            "pauses",
            "control_log",
            "limits");

    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry("01 the tables of the worker", "tables.sql"),
            Map.entry("02 the state transitions", "states.sql"),
            Map.entry("04 the history of commands", "history.sql"),
            Map.entry("05 receiving commands", "receive.sql"),
            Map.entry("06 decisions of people", "decide.sql"),
            Map.entry("07 budgets", "budgets.sql"),
            Map.entry("08 executing commands", "advance.sql"),
            Map.entry("09 errors", "errors.sql"),
            Map.entry("10 mail and webhooks", "external.sql"),
            Map.entry("11 publishing results", "outbox.sql"),
            Map.entry("12 pause and resume", "control.sql"),
            Map.entry("13 results of the functions", "facts/changes.sql"),
            Map.entry("14 seats", "facts/assignments.sql"),
            Map.entry("15 the offering of a tenant", "facts/offering.sql"),
            Map.entry("16 coverage of features", "facts/coverage.sql"),
            Map.entry("17 requirements of roles", "facts/requirements.sql"),
            Map.entry("18 onboarding", "facts/onboarding.sql"),
            Map.entry("19 materialized views", "facts/views.sql"),
            Map.entry("20 addresses of administrators", "facts/addresses.sql"),
            Map.entry("21 deleting old commands", "forget.sql"));

    /** Names resolve only to Postgres' own objects; and a row that row-level security hides causes an error. */
    private static final String INTERNAL = "LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp";

    private static final String DEFINER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp"
            + " SET row_security = off SET timezone = 'UTC'";
    private static final Pattern FUNCTION = Pattern.compile("CREATE OR REPLACE FUNCTION licensewatch\\.(\\w+)");

    public WorkerSql {
        parts = new TreeMap<>(parts);
        functions = new TreeSet<>(functions);
        unsupported = new TreeMap<>(unsupported);
    }

    static WorkerSql of(SourceColumns source, OwnerRights owner, ZoneId zone) {
        Map<CommandType, TypeFunction> types = new EnumMap<>(CommandType.class);
        Map<CommandType, String> unsupported = new EnumMap<>(CommandType.class);
        for (CommandType type : CommandType.values()) {
            TypeFunction function = TypeFunction.of(type, source);
            types.put(type, function);
            function.unsupported(source, owner).ifPresent(why -> unsupported.put(type, why));
        }
        Template template = new Template(
                source,
                Map.of(
                        "internal", INTERNAL,
                        "definer", DEFINER,
                        "transitions", transitions(),
                        "types", rows(types, unsupported),
                        "schema", source.schemas().tables(),
                        "zone", Sql.literal(zone.getId()),
                        "zonecomment", Sql.literal("zone " + zone.getId())));
        Map<String, String> parts = new TreeMap<>();
        FILES.forEach((what, file) -> parts.put(what, template.write(SqlResources.read(file))));
        parts.put("03 the types of commands", template.write(SqlResources.read("types.sql")));
        types.forEach((type, function) -> {
            if (!unsupported.containsKey(type)) {
                parts.put("30 " + type, template.write(function.sql()));
            }
        });
        return new WorkerSql(parts, functions(parts), unsupported);
    }

    private static String transitions() {
        return Arrays.stream(CommandState.values())
                .flatMap(from -> from.next().stream().map(to -> "('" + from + "', '" + to + "')"))
                .collect(Collectors.joining(", "));
    }

    private static String rows(Map<CommandType, TypeFunction> types, Map<CommandType, String> unsupported) {
        return types.values().stream()
                .map(one -> "('" + one.type() + "', '" + one.kind() + "', "
                        + (unsupported.containsKey(one.type()) ? Sql.literal(unsupported.get(one.type())) : "NULL")
                        + ")")
                .collect(Collectors.joining(",\n    "));
    }

    private static Set<String> functions(Map<String, String> parts) {
        Set<String> names = new TreeSet<>();
        for (String sql : parts.values()) {
            Matcher found = FUNCTION.matcher(sql);
            while (found.find()) {
                names.add(found.group(1));
            }
        }
        return names;
    }

    /** A hash of the SQL, so that a source can be checked without privileges on our tables. */
    String mark() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(parts.toString().getBytes(StandardCharsets.UTF_8));
            return "licensewatch " + HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
