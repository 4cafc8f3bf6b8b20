package io.licensewatch.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.embedded.oracle.SqlOracle;
import io.licensewatch.local.oracle.History;
import io.licensewatch.local.oracle.JudgedSource;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.status.TenantStatus;
import io.licensewatch.workload.Family;
import io.licensewatch.workload.Shape;
import io.licensewatch.workload.SqlText;
import io.licensewatch.workload.StatusFields;
import io.licensewatch.workload.Theme;
import io.licensewatch.workload.Txn;
import io.licensewatch.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One run of the differential test: writes, waits, compares, and remembers what was true when. */
public final class DifferentialRun implements AutoCloseable {
    private static final Duration DRIFT_HOLD = Duration.ofSeconds(2);
    public static final Map<String, String> SETTINGS = Map.of(
            "licensewatch.rules.drift-hold", "2s",
            "licensewatch.rules.seats-easing-hold", "2s",
            "licensewatch.streams.status-pace", "0ms");
    private static final int TENANTS = 20;
    /** What begins by itself may have ended by the next write, and then no check meets it. */
    private static final Duration SOON = Duration.ofMillis(500);

    private final Testbed bed;
    private final Family family;
    private final long seed;
    private final Random random;
    private final Workload workload;
    private final Shape shape;
    private final Set<Theme> without;
    private SqlOracle oracle;
    private final Beat beat;
    private final History history = new History();
    private final Path script;
    private int transactions;
    private int comparisons;

    public DifferentialRun(Testbed bed, Family family, long seed, Set<Theme> without) throws SQLException, IOException {
        this(bed, family, Shape.PLAIN, seed, without);
    }

    DifferentialRun(Testbed bed, Family family, Shape shape, long seed, Set<Theme> without)
            throws SQLException, IOException {
        this.shape = shape;
        this.bed = bed;
        this.family = family;
        this.seed = seed;
        this.random = new Random(seed);
        this.workload = new Workload(family, random, TENANTS, without);
        this.without = without;
        this.oracle = JudgedSource.oracle(bed.connect(), shape);
        this.beat = new Beat(bed, family, shape);
        this.script = Path.of("target", "differential-" + family + "-" + seed + ".sql");
        Files.writeString(script, "-- seed " + seed + ", " + shape + "\n");
        run(workload.first(bed.now()));
    }

    int randomly(int from, int to) {
        return from + random.nextInt(to - from);
    }

    public void write(int count) throws SQLException, IOException {
        for (int i = 0; i < count; i++) {
            run(workload.next(bed.now()));
            check();
        }
    }

    /** Foreign keys to roles and users are made or dropped, while both apps run; where the tables' shape allows one. */
    void changeForeignKeys() throws SQLException, IOException {
        Set<String> columns = new TreeSet<>(workload.holdable());
        columns.removeIf(column -> random.nextBoolean());
        Txn dangling = workload.enforce(columns);
        if (!dangling.writes().isEmpty()) {
            run(dangling);
        }
        for (String column : workload.holdable()) {
            String name = column.substring(column.indexOf('.') + 1);
            alter("DROP CONSTRAINT IF EXISTS held_" + name);
            String key = "ADD CONSTRAINT held_" + name + " FOREIGN KEY (" + name + ") REFERENCES "
                    + (name.equals("role_id") ? "roles (id)" : "auth.users (id)");
            if (columns.contains(column) && !canAlter(key)) {
                columns.remove(column);
            }
        }
        workload.enforce(columns);
        check();
    }

    private boolean canAlter(String change) throws IOException {
        try {
            alter(change);
            return true;
        } catch (SQLException e) {
            return false; // a key that is no unique constraint of that column alone, or is of another type
        }
    }

    private void alter(String change) throws SQLException, IOException {
        String sql = "ALTER TABLE user_roles " + change;
        Files.writeString(script, sql + ";\n", StandardOpenOption.APPEND);
        bed.sql(sql);
    }

    private void run(Txn txn) throws SQLException, IOException {
        String sql = SqlText.of(family, shape, txn);
        Files.writeString(script, "-- " + txn.what() + "\n" + sql + ";\n", StandardOpenOption.APPEND);
        bed.sql(sql);
        transactions++;
    }

    public void check() throws SQLException {
        Instant now = bed.now();
        Set<String> conditions = new HashSet<>(oracle.conditions(now));
        conditions.addAll(oracle.conditions(now.plus(SOON)));
        history.check(now, conditions);
    }

    /** After the source was restarted. */
    public void reconnect() throws SQLException {
        oracle.close();
        oracle = JudgedSource.oracle(bed.connect(), shape);
    }

    /** Both apps catch up with what was written. */
    public void awaitRest() throws SQLException {
        beat.await(this::check);
    }

    /** At rest, what was published last is true. */
    public void settleAndCompare() throws SQLException {
        Map<String, Instant> asOf = beat.await(this::check);
        Map<Instant, Map<String, Map<String, String>>> expectedAt = new HashMap<>();
        for (Instant time : new HashSet<>(asOf.values())) {
            expectedAt.put(time, oracle.fields(time));
        }
        Set<String> tenants = new HashSet<>();
        expectedAt.values().forEach(expected -> tenants.addAll(expected.keySet()));
        bed.statuses.forEach(status -> tenants.add(status.tenantId()));
        tenants.removeAll(beat.tenants());
        for (String tenant : tenants) {
            Instant time = asOf.getOrDefault(Beat.partition(tenant), Instant.MIN);
            Map<String, String> expected =
                    expectedAt.getOrDefault(time, Map.of()).getOrDefault(tenant, Map.of());
            assertThat(StatusFields.differences(comparable(expected), comparable(published(tenant, time))))
                    .as("seed %d, %s, tenant %s at %s, after %d transactions", seed, shape, tenant, time, transactions)
                    .isEmpty();
        }
        comparisons += tenants.size();
        Set<String> failing =
                oracle.failingViews(bed.now()).stream().map(this::spelt).collect(Collectors.toSet());
        bed.until("seed " + seed + ": of the views, " + failing + " fail", () -> failing.equals(failingAsTold()));
    }

    private Set<String> failingAsTold() {
        Set<String> failing = new HashSet<>();
        for (AlertEvent alert : bed.alerts) {
            if (alert.rule().equals("view-refresh-failing")) {
                boolean over = alert.status() == AlertStatus.RESOLVED;
                String view = spelt(alert.subject());
                boolean changed = over ? failing.remove(view) : failing.add(view);
                assertThat(changed || alert.status() == AlertStatus.UPDATED).isTrue();
            }
        }
        return failing;
    }

    /** What the topic says of the tenant as of then; nothing once its status was withdrawn. */
    private Map<String, String> published(String tenant, Instant time) {
        for (int i = bed.statuses.size() - 1; i >= 0; i--) {
            TenantStatus status = bed.statuses.get(i);
            Instant since = status.asOf().sourceTime();
            if (status.tenantId().equals(tenant) && !since.isAfter(time)) {
                Instant retired = bed.retired.getOrDefault(tenant, Instant.MIN);
                return retired.isAfter(since) && !retired.isAfter(time) ? Map.of() : StatusFields.of(status);
            }
        }
        return Map.of();
    }

    private Map<String, String> comparable(Map<String, String> fields) {
        Map<String, String> compared = new TreeMap<>();
        fields.forEach((field, value) -> compared.put(spelt(field), spelt(value)));
        if (family == Family.STEWARDTRACK && without.contains(Theme.PERMISSIONS)) {
            compared.keySet().removeIf(field -> field.startsWith("drift"));
        }
        if (family == Family.RUNBOOK) {
            // The time of progress is the commit's, which no column holds.
            compared.computeIfPresent("onboarding", (field, value) -> value.replaceAll("\\S+ (\\S+)$", "- $1"));
        }
        return compared;
    }

    private String spelt(String text) {
        return shape.isCaseless() ? text.toLowerCase(Locale.ROOT) : text;
    }

    public void everyOpeningWasJustified() {
        assertThat(comparisons).as("seed %d", seed).isPositive(); // a seed may hold no condition at all: 298331
        assertThat(bed.alerts).extracting(AlertEvent::eventId).doesNotHaveDuplicates();
        Map<String, AlertEvent> lastOf = new HashMap<>();
        for (AlertEvent alert : bed.alerts) {
            AlertEvent last = lastOf.put(alert.key(), alert);
            boolean follows = last != null && last.status() != AlertStatus.RESOLVED;
            assertThat(alert.sequence()).as("seed %d: %s", seed, alert).isEqualTo(follows ? last.sequence() + 1 : 1);
            if (alert.status() == AlertStatus.OPEN && !alert.tenantId().equals(AlertEvent.SYSTEM_TENANT)) {
                justified(alert);
            }
        }
    }

    private void justified(AlertEvent alert) {
        Duration hold = alert.rule().equals("rbac-drift") ? DRIFT_HOLD : Duration.ZERO;
        Instant from = alert.occurredAt().minus(hold);
        List<Instant> frontiers = bed.frontiers.stream()
                .map(Frontier::sourceTime)
                .filter(time -> !time.isBefore(from) && !time.isAfter(alert.occurredAt()))
                .toList();
        assertThat(frontiers).as("frontiers until %s", alert).isNotEmpty();
        for (Instant frontier : frontiers) {
            assertThat(history.held(alert.tenantId() + " " + alert.rule(), frontier))
                    .as("seed %d, at %s there was a reason for %s", seed, frontier, alert)
                    .isTrue();
        }
    }

    void report() {
        System.out.printf(
                "DifferentialIT %s %s: seed %d, %d transactions, %d statuses compared, alerts opened: %s%n",
                family,
                shape,
                seed,
                transactions,
                comparisons,
                bed.alerts.stream()
                        .filter(alert -> alert.status() == AlertStatus.OPEN)
                        .collect(Collectors.groupingBy(AlertEvent::rule, TreeMap::new, Collectors.counting())));
    }

    @Override
    public void close() throws SQLException {
        oracle.close();
    }
}
