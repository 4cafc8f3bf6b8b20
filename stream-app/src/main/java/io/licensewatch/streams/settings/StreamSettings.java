package io.licensewatch.streams.settings;

import io.licensewatch.core.detect.SeatLevels;
import io.licensewatch.core.engine.EngineSettings;
import io.licensewatch.core.status.Score;
import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.Setting;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.runtime.settings.ValueType;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every setting of stream-app. */
public final class StreamSettings {
    public static final Setting<String> APPLICATION_ID = Setting.of(
                    "licensewatch.streams.application-id",
                    ValueType.matching("[a-zA-Z0-9._-]+", "letters, digits, . _ and -"),
                    "Kafka Streams application id; a new one starts from nothing.")
            .defaultsTo("licensewatch");
    public static final Setting<Path> STATE_DIR = Setting.of(
                    "licensewatch.streams.state-dir",
                    ValueType.PATH,
                    "Directory of the local state; what is lost there is restored from Kafka.")
            .defaultsTo("state/streams");
    public static final Setting<Integer> THREADS = Setting.of(
                    "licensewatch.streams.threads", ValueType.intBetween(1, 256), "Stream threads of this process.")
            .in("threads")
            .defaultsTo("2");
    public static final Setting<Duration> COMMIT_INTERVAL = Setting.of(
                    "licensewatch.streams.commit-interval",
                    ValueType.POSITIVE_DURATION,
                    "Time between two transactions, at most: after it what is written is visible; frontiers, alerts and commands are at once.")
            .defaultsTo("200ms");
    public static final Setting<Duration> TASK_IDLE = Setting.of(
                    "licensewatch.streams.task-idle",
                    ValueType.DURATION,
                    "How long a task waits for an input that is empty at the broker before it continues with the others;"
                            + " it waits for what is known to be there in any case.")
            .defaultsTo("0ms");
    public static final Setting<Long> CACHE_BYTES = Setting.of(
                    "licensewatch.streams.cache-bytes",
                    ValueType.longAtLeast(0),
                    "Memory for the state that was read or changed last, shared among the stores of all tasks; an instance that has only"
                            + " some of the tasks takes less.")
            .in("bytes")
            .defaultsTo("67108864");
    public static final Setting<Long> TENANT_BYTES = Setting.of(
                    "licensewatch.streams.tenant-bytes",
                    ValueType.longAtLeast(0),
                    "Memory for tenants that were evaluated last, decoded, shared among the tasks; others are read from the state and decoded"
                            + " at each evaluation.")
            .in("bytes")
            .defaultsTo("67108864");
    public static final Setting<Long> ROCKSDB_BYTES = Setting.of(
                    "licensewatch.streams.rocksdb-bytes",
                    ValueType.longAtLeast(8L << 20),
                    "Memory that RocksDB takes outside the Java heap, for the stores of all tasks together: what was read from disk, and what"
                            + " is not there yet.")
            .in("bytes")
            .defaultsTo("134217728");
    public static final Setting<Integer> STANDBY_REPLICAS = Setting.of(
                    "licensewatch.streams.standby-replicas",
                    ValueType.intBetween(0, 10),
                    "Warm copies of each task's state on other instances, for a fast takeover.")
            .in("replicas")
            .defaultsTo("0");
    public static final Setting<Optional<String>> INSTANCE_ID = Setting.of(
                    "licensewatch.streams.instance-id",
                    ValueType.matching("[a-zA-Z0-9._-]+", "letters, digits, . _ and -"),
                    "Name of this process among those of the application, for static membership: it keeps its tasks when it is"
                            + " restarted within the session timeout. Without it the tasks move at once.")
            .optional();
    public static final Setting<Duration> SESSION_TIMEOUT = Setting.of(
                    "licensewatch.streams.session-timeout",
                    ValueType.POSITIVE_DURATION,
                    "When a process that sends no heartbeat loses its tasks to others; with an instance id also the time in which a"
                            + " restart must be done.")
            .defaultsTo("10s");
    public static final Setting<Duration> TRANSACTION_TIMEOUT = Setting.of(
                    "licensewatch.streams.transaction-timeout",
                    ValueType.POSITIVE_DURATION,
                    "When Kafka aborts the transaction of a process that does not end it, such as one that is suspended.")
            .defaultsTo("60s");
    public static final Setting<Integer> STEP_BUDGET = Setting.of(
                    "licensewatch.streams.step-budget",
                    ValueType.intBetween(1, 1_000_000),
                    "Tenants evaluated, or timers folded, in one step, between which changes are taken.")
            .in("tenants")
            .defaultsTo("400");
    public static final Setting<Duration> STATUS_PACE = Setting.of(
                    "licensewatch.streams.status-pace",
                    ValueType.DURATION,
                    "Time between two statuses of one tenant, at least, in source time; alerts do not wait for it.")
            .defaultsTo("1s");
    public static final Setting<Duration> START_TIMEOUT = Setting.of(
                    "licensewatch.streams.start-timeout",
                    ValueType.POSITIVE_DURATION,
                    "How long to wait at start for the topics that cdc creates.")
            .defaultsTo("10m");
    public static final Setting<Duration> FRONTIER_FRESH = Setting.of(
                    "licensewatch.health.frontier-fresh",
                    ValueType.POSITIVE_DURATION,
                    "The process is ready while the frontier is no older than this.")
            .defaultsTo("10s");

    /** A hundred years: added to any time that a database holds it is one. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    public static final Setting<ZoneId> ZONE = Setting.of(
                    "licensewatch.rules.zone",
                    ValueType.ZONE,
                    "The licensing zone: a grant that expires on a date covers that day of this zone.")
            .defaultsTo("UTC");
    public static final Setting<List<String>> CLOSED_STATUSES = Setting.of(
                    "licensewatch.rules.closed-statuses",
                    ValueType.listOf(ValueType.STRING),
                    "Values of tenants.status that put a tenant out of scope.")
            .defaultsTo("deleted,archived,closed");
    public static final Setting<Integer> SEATS_NEAR = percent(
            "seats-near-percent", "A tenant that uses more of its seat limit than this is near it: WARNING.", 90);
    public static final Setting<Integer> SEATS_EXCEEDED = percent(
            "seats-exceeded-percent", "A tenant that uses more of its seat limit than this exceeds it: WARNING.", 100);
    public static final Setting<Integer> SEATS_CRITICAL = percent(
            "seats-critical-percent",
            "A tenant that uses more of its seat limit than this is CRITICAL and pages.",
            120);
    public static final Setting<Duration> EXPIRY_NOTICE = Setting.of(
                    "licensewatch.rules.expiry-notice",
                    ValueType.atMost(LONGEST, ValueType.DURATION),
                    "A licence that ends within this is a NOTICE; it must be longer than expiry-soon.")
            .defaultsTo("30d");
    public static final Setting<Duration> EXPIRY_SOON = Setting.of(
                    "licensewatch.rules.expiry-soon",
                    ValueType.atMost(LONGEST, ValueType.DURATION),
                    "A licence that ends within this is a WARNING, SOON; it must be longer than expiry-final.")
            .defaultsTo("7d");
    public static final Setting<Duration> EXPIRY_FINAL = Setting.of(
                    "licensewatch.rules.expiry-final",
                    ValueType.atMost(LONGEST, ValueType.DURATION),
                    "A licence that ends within this is a WARNING, FINAL.")
            .defaultsTo("1d");
    public static final Setting<Duration> EXPIRED_ESCALATION = Setting.of(
                    "licensewatch.rules.expired-escalation",
                    ValueType.atMost(LONGEST, ValueType.DURATION),
                    "A licence that has ended for this long goes from L1 to L2.")
            .defaultsTo("24h");
    public static final Setting<Integer> EXPIRED_CRITICAL = count(
            "expired-critical-above",
            "A licence that has ended is CRITICAL and pages when more users than this have lost access.",
            "users",
            0,
            10);
    public static final Setting<Integer> DRIFT_SENIOR =
            count("drift-senior-above", "Drift that concerns more users than this goes to L2.", "users", 0, 10);
    public static final Setting<Duration> ONBOARDING_STALL = Setting.of(
                    "licensewatch.rules.onboarding-stall",
                    ValueType.atMost(LONGEST, ValueType.POSITIVE_DURATION),
                    "Onboarding without progress for longer than this has stalled.")
            .defaultsTo("48h");
    public static final Setting<Duration> DRIFT_HOLD = Setting.of(
                    "licensewatch.rules.drift-hold",
                    ValueType.DURATION,
                    "How long drift must last before its alert opens, and be gone before it resolves, in source time.")
            .defaultsTo("5s");
    public static final Setting<Duration> HELD_HOLD = Setting.of(
                    "licensewatch.rules.held-hold",
                    ValueType.DURATION,
                    "How long commands must be held back before an alert says so, and be free before it resolves, in source time.")
            .defaultsTo("60s");
    public static final Setting<Duration> SEATS_EASING_HOLD = Setting.of(
                    "licensewatch.rules.seats-easing-hold",
                    ValueType.DURATION,
                    "How long seats must be fewer before a seat alert steps down or resolves, in source time.")
            .defaultsTo("60s");
    public static final Setting<Integer> VIEW_FAILURES = count(
            "view-failures-above",
            "A materialized view fails when more of its refreshes in a row than this have failed.",
            "refreshes",
            0,
            2);
    public static final Setting<Duration> VIEW_STALE = Setting.of(
                    "licensewatch.rules.view-stale-after",
                    ValueType.atMost(LONGEST, ValueType.POSITIVE_DURATION),
                    "A materialized view that has not been refreshed for longer than this is stale.")
            .defaultsTo("1h");
    public static final Setting<Duration> IMPACT_WINDOW = Setting.of(
                    "licensewatch.rules.impact-window",
                    ValueType.atMost(LONGEST, ValueType.POSITIVE_DURATION),
                    "Tenants that become critical by one rule within this are counted as one incident.")
            .defaultsTo("15m");
    public static final Setting<Integer> IMPACT_TENANTS = count(
            "impact-tenants",
            "From so many tenants on, critical by one rule within impact-window, it is an incident of its own.",
            "tenants",
            1,
            3);
    public static final Setting<Integer> IMPACT_WIDESPREAD = count(
            "impact-widespread-tenants",
            "From so many tenants on, if they are a quarter of all, it goes to L3; at least impact-tenants.",
            "tenants",
            1,
            10);
    public static final Setting<Integer> UNHEALTHY = score(
            "health-unhealthy-below",
            "Below this health score the system pages; fixes are searched that bring it back there.",
            50);
    public static final Setting<Integer> FAILING =
            score("health-failing-below", "Below this health score it goes to L3; at most health-unhealthy-below.", 25);
    public static final Setting<Duration> FEED_SILENCE = Setting.of(
                    "licensewatch.rules.feed-silence",
                    ValueType.POSITIVE_DURATION,
                    "The feed has stalled when all tasks have passed no frontier, and no snapshot has made progress, for so long, by this machine's clock.")
            .defaultsTo("60s");
    public static final Setting<Duration> RETIRE_AFTER = Setting.of(
                    "licensewatch.rules.retire-after",
                    ValueType.POSITIVE_DURATION,
                    "When a resolved alert leaves licensing.alerts.current.v1, in source time.")
            .defaultsTo("24h");
    public static final Setting<Optional<String>> COMMAND_MODE = Setting.of(
                    "licensewatch.commands.mode",
                    ValueType.choice("AUTO", "APPROVE", "DRY_RUN"),
                    "Mode of all commands: AUTO, APPROVE or DRY_RUN; without it each type has its own.")
            .optional();
    private static final ValueType<Map.Entry<CommandType, Integer>> APPROVALS = new ValueType<>(
            "a command type and how many from 1 to 9, such as REMOVE_RBAC_ACCESS=2", StreamSettings::approvals);

    public static final Setting<List<Map.Entry<CommandType, Integer>>> COMMAND_APPROVALS = Setting.of(
                    "licensewatch.commands.approvals",
                    ValueType.listOf(APPROVALS),
                    "How many people have to approve a command of a type that needs approval, where one is not enough.")
            .defaultsTo("");
    public static final Setting<Integer> EXTENSION_DAYS = Setting.of(
                    "licensewatch.commands.extension-days",
                    ValueType.intBetween(1, RemediationCommand.MAX_EXTENSION_DAYS),
                    "How long EXTEND_LICENSE extends an expired licence for.")
            .in("days")
            .defaultsTo("3");
    public static final Setting<Integer> HTTP_PORT = CommonSettings.httpPort(8082);

    private StreamSettings() {}

    private static Setting<Integer> percent(String name, String doc, int usual) {
        return number(name, ValueType.intBetween(1, SeatLevels.MOST_PERCENT), doc, "percent", usual);
    }

    private static Setting<Integer> count(String name, String doc, String unit, int least, int usual) {
        return number(name, ValueType.intAtLeast(least), doc, unit, usual);
    }

    private static Setting<Integer> score(String name, String doc, int usual) {
        return number(name, ValueType.intBetween(0, Score.FULL), doc, "points", usual);
    }

    private static Setting<Integer> number(String name, ValueType<Integer> type, String doc, String unit, int usual) {
        return Setting.of("licensewatch.rules." + name, type, doc).in(unit).defaultsTo(String.valueOf(usual));
    }

    private static Map.Entry<CommandType, Integer> approvals(String text) {
        String[] parts = text.split("=", 2);
        return Map.entry(
                CommandType.valueOf(parts[0].strip()),
                ValueType.intBetween(1, 9).parser().apply(parts[1].strip()));
    }

    /** @param tasks that share the memory */
    public static EngineSettings engine(Settings settings, int tasks) {
        return new EngineSettings(
                settings.get(STEP_BUDGET), settings.get(STATUS_PACE), settings.get(TENANT_BYTES) / tasks);
    }

    public static List<Setting<?>> all() {
        List<Setting<?>> all = new ArrayList<>(CommonSettings.kafka());
        all.addAll(CommonSettings.topics());
        all.addAll(List.of(
                APPLICATION_ID,
                STATE_DIR,
                THREADS,
                COMMIT_INTERVAL,
                TASK_IDLE,
                CACHE_BYTES,
                TENANT_BYTES,
                ROCKSDB_BYTES,
                STANDBY_REPLICAS,
                INSTANCE_ID,
                SESSION_TIMEOUT,
                TRANSACTION_TIMEOUT,
                STEP_BUDGET,
                STATUS_PACE,
                START_TIMEOUT,
                ZONE,
                CLOSED_STATUSES,
                SEATS_NEAR,
                SEATS_EXCEEDED,
                SEATS_CRITICAL,
                EXPIRY_NOTICE,
                EXPIRY_SOON,
                EXPIRY_FINAL,
                EXPIRED_ESCALATION,
                EXPIRED_CRITICAL,
                DRIFT_SENIOR,
                ONBOARDING_STALL,
                DRIFT_HOLD,
                SEATS_EASING_HOLD,
                HELD_HOLD,
                VIEW_FAILURES,
                VIEW_STALE,
                IMPACT_WINDOW,
                IMPACT_TENANTS,
                IMPACT_WIDESPREAD,
                UNHEALTHY,
                FAILING,
                FEED_SILENCE,
                RETIRE_AFTER,
                COMMAND_MODE,
                COMMAND_APPROVALS,
                EXTENSION_DAYS,
                FRONTIER_FRESH,
                CommonSettings.HTTP_HOST,
                HTTP_PORT));
        return List.copyOf(all);
    }
}
