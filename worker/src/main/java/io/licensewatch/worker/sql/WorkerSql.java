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
 * All of the worker's SQL, written for one source.
 *
 * @param parts what they are and the statements, in the order in which they are run
 * @param functions names of the functions
 * @param unsupported why this source cannot carry out a type
 */
public record WorkerSql(Map<String, String> parts, Set<String> functions, Map<CommandType, String> unsupported) {
    public static final String SCHEMA = "licensewatch";

    /** The worker may execute these; what else there is, their owner alone. */
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

    /** Ours, beside the functions. */
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
            Map.entry("02 which state can follow which", "states.sql"),
            Map.entry("04 the history of commands", "history.sql"),
            Map.entry("05 commands are received", "receive.sql"),
            Map.entry("06 people decide", "decide.sql"),
            Map.entry("07 budgets", "budgets.sql"),
            Map.entry("08 commands are carried out", "advance.sql"),
            Map.entry("09 what goes wrong", "errors.sql"),
            Map.entry("10 mail and webhooks", "external.sql"),
            Map.entry("11 what is published", "outbox.sql"),
            Map.entry("12 pause and resume", "control.sql"),
            Map.entry("13 what functions answer", "facts/changes.sql"),
            Map.entry("14 who has a seat", "facts/assignments.sql"),
            Map.entry("15 what a tenant has bought", "facts/offering.sql"),
            Map.entry("16 what is licensed", "facts/coverage.sql"),
            Map.entry("17 what a role needs", "facts/requirements.sql"),
            Map.entry("18 how far onboarding is", "facts/onboarding.sql"),
            Map.entry("19 materialized views", "facts/views.sql"),
            Map.entry("20 where administrators are reached", "facts/addresses.sql"),
            Map.entry("21 commands that ended long ago are removed", "forget.sql"));

    /** Names that resolve to Postgres' own objects alone; and a row that security hides is an error, never just absent. */
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

    /** The same for the same SQL: whether a source has it can be seen without the right to read our tables. */
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
