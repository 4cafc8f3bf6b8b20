package io.licensewatch.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.status.TenantStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Holds what is published of a workload's tenants against a plain computation over the same rows, and every alert that opens
 * against what was true until then.
 */
public final class Judge {
    private static final Set<String> CROWDED = Set.of("NEAR_LIMIT", "EXCEEDED", "CRITICAL");

    private final Family family;
    private final Set<Theme> without;
    private final Duration driftHold;
    private final long seed;
    private final Map<String, TenantStatus> published = new HashMap<>();
    private final Set<String> publishedSince = new HashSet<>();
    private final List<AlertEvent> opened = new ArrayList<>();
    private final TreeSet<Instant> frontiers = new TreeSet<>();
    /** By tenant, the rules whose conditions held from then on. */
    private final Map<String, NavigableMap<Instant, Set<String>>> held = new HashMap<>();

    /** By frontier that was not waited for, what is true of each tenant. */
    private final Map<Instant, Map<String, Map<String, String>>> expected = new HashMap<>();

    private long compared;

    public Judge(Family family, Set<Theme> without, Duration driftHold, long seed) {
        this.family = family;
        this.without = without;
        this.driftHold = driftHold;
        this.seed = seed;
    }

    public void published(TenantStatus status) {
        published.put(status.tenantId(), status);
        Map<String, Map<String, String>> then = expected.get(status.asOf().sourceTime());
        if (then != null) {
            compared++;
            assertThat(StatusFields.differences(
                            then.getOrDefault(status.tenantId(), Map.of()), comparable(StatusFields.of(status))))
                    .as("seed %d, %s at %s, seen in passing", seed, status.tenantId(), status.asOf())
                    .isEmpty();
        }
        publishedSince.add(status.tenantId());
    }

    public void withdrawn(String tenant) {
        published.remove(tenant);
        publishedSince.add(tenant);
    }

    public void alert(AlertEvent alert) {
        if (alert.status() == AlertStatus.OPEN) {
            opened.add(alert);
        }
    }

    /** All tenants, at a frontier. */
    public void compareAll(WorkloadRun run, Instant now) {
        Set<String> tenants = run.licensing().tenants();
        assertThat(published.keySet()).as("seed %d, tenants at %s", seed, now).isEqualTo(tenants);
        run.touched();
        compare(tenants, run.licensing(), now);
    }

    /** A frontier that is not waited for: what is published of it will come at some time. */
    public void passes(WorkloadRun run, Instant now) {
        frontiers.add(now);
        Map<String, Map<String, String>> all = new HashMap<>();
        for (String tenant : run.licensing().tenants()) {
            all.put(tenant, comparable(run.licensing().fields(tenant, now)));
            held.computeIfAbsent(tenant, one -> new TreeMap<>())
                    .put(now, conditions(all.getOrDefault(tenant, Map.of())));
        }
        held.forEach((tenant, conditions) -> {
            if (!all.containsKey(tenant)) {
                conditions.put(now, Set.of());
            }
        });
        expected.put(now, all);
    }

    /** Those tenants of which something was written or published since the last time. */
    public void compareChanged(WorkloadRun run, Instant now) {
        Set<String> changed = new HashSet<>(run.touched());
        changed.addAll(publishedSince);
        compare(changed, run.licensing(), now);
    }

    private void compare(Collection<String> tenants, PlainLicensing licensing, Instant now) {
        frontiers.add(now);
        publishedSince.clear();
        tenants.forEach(tenant -> compare(tenant, licensing, now));
        opened.forEach(this::justified);
        opened.clear();
    }

    private void compare(String tenant, PlainLicensing licensing, Instant now) {
        compared++;
        TenantStatus status = published.get(tenant);
        Map<String, String> expected = licensing.isKnown(tenant) ? comparable(licensing.fields(tenant, now)) : Map.of();
        Map<String, String> said = status == null ? Map.of() : comparable(StatusFields.of(status));
        if (!expected.equals(said)) {
            assertThat(StatusFields.differences(expected, said))
                    .as("seed %d, %s at %s", seed, tenant, now)
                    .isEmpty();
        }
        held.computeIfAbsent(tenant, one -> new TreeMap<>()).put(now, conditions(expected));
    }

    private Map<String, String> comparable(Map<String, String> fields) {
        Map<String, String> compared = new HashMap<>(fields);
        if (family == Family.RUNBOOK) {
            // The time of progress is the commit's, which no column holds; what has stalled follows from it.
            compared.remove("open onboarding-stalled");
            compared.computeIfPresent("onboarding", (field, value) -> withoutLastTwo(value));
        } else if (without.contains(Theme.PERMISSIONS)) {
            compared.keySet().removeIf(field -> field.startsWith("drift"));
        }
        return compared;
    }

    private static String withoutLastTwo(String words) {
        return words.substring(0, words.lastIndexOf(' ', words.lastIndexOf(' ') - 1));
    }

    /** The rules whose condition holds, as far as the fields tell. */
    public static Set<String> conditions(Map<String, String> fields) {
        Set<String> rules = new HashSet<>();
        boolean inScope = "true".equals(fields.get("inScope"));
        fields.forEach((field, value) -> {
            String rule = conditionOf(field, value);
            if (rule != null && (inScope || !field.equals("seats"))) {
                rules.add(rule);
            }
        });
        return rules;
    }

    private static @Nullable String conditionOf(String field, String value) {
        String stage = value.substring(value.lastIndexOf(' ') + 1);
        if (field.equals("seats")) {
            return CROWDED.contains(stage) ? "seat-utilization" : null;
        }
        if (field.startsWith("feature ")) {
            return switch (stage) {
                case "NONE" -> null;
                case "EXPIRED" -> "license-expired";
                default -> "license-expiring";
            };
        }
        if (field.equals("drift")) {
            return value.startsWith("0 ") ? null : "rbac-drift";
        }
        return field.equals("onboarding") && stage.equals("true") ? "onboarding-stalled" : null;
    }

    private void justified(AlertEvent alert) {
        boolean unknowable = family == Family.RUNBOOK && alert.rule().equals("onboarding-stalled");
        NavigableMap<Instant, Set<String>> conditions = held.get(alert.tenantId());
        if (conditions == null || unknowable || !published.containsKey(alert.tenantId())) {
            return;
        }
        Duration hold = alert.rule().equals("rbac-drift") ? driftHold : Duration.ZERO;
        Set<Instant> until = frontiers.subSet(alert.occurredAt().minus(hold), true, alert.occurredAt(), true);
        assertThat(until).as("seed %d: frontiers until %s", seed, alert).isNotEmpty();
        for (Instant frontier : until) {
            Map.Entry<Instant, Set<String>> then = conditions.floorEntry(frontier);
            assertThat(then == null ? Set.of() : then.getValue())
                    .as("seed %d, at %s there was a reason for %s", seed, frontier, alert)
                    .contains(alert.rule());
        }
    }

    public long compared() {
        return compared;
    }

    public int frontiers() {
        return frontiers.size();
    }
}
