package io.licensewatch.core.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.status.TenantReport.Open;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.status.SystemHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random jobs, reports, frontiers that tasks pass at different times, and restarts: at each frontier that all have passed,
 * what is open and what the score is must be what plain lists of all that was written up to then say.
 */
class SystemSimulationTest {
    private static final List<String> RULES = List.of("license-expired", "seat-utilization", "rbac-drift");
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final Duration STALE = Duration.ofHours(1);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void what_is_open_is_what_a_plain_recomputation_says(long seed) {
        Run run = new Run(seed);
        for (int round = 0; round < 600; round++) {
            run.round();
        }
        assertThat(run.compared).as("seed %d", seed).isGreaterThan(300);
    }

    /** Everything that was written, in plain lists. */
    private static final class Facts {
        private final Map<String, Job> jobs = new TreeMap<>();
        private final Map<String, List<Open>> live = new TreeMap<>();
        private final List<Critical> critical = new ArrayList<>();

        Facts copy() {
            Facts copy = new Facts();
            copy.jobs.putAll(jobs);
            copy.live.putAll(live);
            copy.critical.addAll(critical);
            return copy;
        }

        Set<String> openViews(Instant now) {
            Set<String> open = new TreeSet<>();
            Map<String, List<Job>> byView = jobs.values().stream().collect(Collectors.groupingBy(Job::view));
            byView.forEach((view, all) -> {
                long lastSuccess = all.stream()
                        .filter(job -> job.state() == 2)
                        .mapToLong(Job::start)
                        .max()
                        .orElse(Long.MIN_VALUE);
                long failures = all.stream()
                        .filter(job -> job.state() == 1 && job.start() > lastSuccess)
                        .count();
                if (failures > 2) {
                    open.add("view-refresh-failing|" + view);
                }
                if (lastSuccess > Long.MIN_VALUE
                        && SystemStory.START
                                .plusSeconds(lastSuccess + 1)
                                .plus(STALE)
                                .isBefore(now)) {
                    open.add("view-stale|" + view);
                }
            });
            return open;
        }

        int score(Instant now) {
            double mean =
                    live.values().stream().mapToInt(Facts::score).average().orElse(100);
            for (String view : openViews(now)) {
                mean -= view.startsWith("view-stale") ? 5 : 10;
            }
            return (int) Math.max(0, Math.floor(mean + 1e-9));
        }

        static int score(List<Open> open) {
            return Math.max(
                    0,
                    100
                            - open.stream()
                                    .mapToInt(alert -> alert.severity() == Severity.CRITICAL ? 50 : 20)
                                    .sum());
        }

        Set<String> open(Instant now) {
            Set<String> open = openViews(now);
            if (score(now) < 50) {
                open.add("system-health|system");
            }
            for (String rule : RULES) {
                long tenants = critical.stream()
                        .filter(one ->
                                one.rule().equals(rule) && one.at().plus(WINDOW).isAfter(now))
                        .map(Critical::tenant)
                        .distinct()
                        .count();
                if (tenants >= 3) {
                    open.add("multi-tenant-impact|" + rule);
                }
            }
            return open;
        }
    }

    /** @param state 0 under way, 1 failed, 2 succeeded */
    private record Job(String view, long start, int state) {}

    private record Critical(String rule, String tenant, Instant at) {}

    private static final class Run {
        private final long seed;
        private final Random random;
        private final SystemStory system;
        private final Facts facts = new Facts();
        private final Set<String> open = new TreeSet<>();
        private long nextJob;
        int compared;

        Run(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.system = new SystemStory(SystemSettings.defaults(), 3, 1 + random.nextInt(5));
        }

        void round() {
            for (int i = random.nextInt(4); i > 0; i--) {
                write();
            }
            Facts covered = facts.copy();
            Frontier frontier = system.frontierFor(Duration.ofSeconds(1 + random.nextInt(240)), 0);
            Instant now = system.now();
            if (random.nextInt(3) == 0) {
                system.restart();
            }
            system.passes(1, frontier);
            if (random.nextBoolean()) {
                write(); // newer than the frontier: must wait
            }
            if (random.nextInt(5) == 0) {
                return; // the third task lags behind
            }
            system.passes(2, frontier);
            compare(covered, now);
        }

        private void compare(Facts covered, Instant now) {
            for (AlertEvent alert : system.alerts) {
                String name = alert.rule() + "|" + alert.subject();
                assertThat(alert.status() == AlertStatus.RESOLVED ? open.remove(name) : true)
                        .isTrue();
                if (alert.status() != AlertStatus.RESOLVED) {
                    open.add(name);
                }
            }
            system.alerts.clear();
            assertThat(open).as("seed %d at %s", seed, now).isEqualTo(covered.open(now));
            SystemHealth health = system.health();
            if (health.asOf().sourceTime().equals(now)) {
                assertThat(health.score()).as("seed %d at %s", seed, now).isEqualTo(covered.score(now));
                assertThat(health.liveTenants()).isEqualTo(covered.live.size());
                assertThat(health.worstTenants()).isEqualTo(worst(covered));
                double cost = health.parts().stream()
                        .mapToDouble(SystemHealth.Part::cost)
                        .sum();
                assertThat(health.score() == 0 || Math.abs(100 - cost - health.score()) < 1.1)
                        .isTrue();
            }
            compared++;
        }

        private static List<SystemHealth.TenantScore> worst(Facts covered) {
            return covered.live.entrySet().stream()
                    .map(tenant -> new SystemHealth.TenantScore(tenant.getKey(), Facts.score(tenant.getValue())))
                    .filter(tenant -> tenant.score() < 100)
                    .sorted(Comparator.comparing(SystemHealth.TenantScore::score)
                            .thenComparing(SystemHealth.TenantScore::tenantId))
                    .limit(10)
                    .toList();
        }

        private void write() {
            if (random.nextInt(3) > 0) {
                report();
            } else if (random.nextInt(6) > 0) {
                job();
            } else {
                deleteOldJob();
            }
        }

        private void report() {
            String tenant = "t" + random.nextInt(14);
            boolean live = random.nextInt(8) > 0;
            List<Open> alerts = new ArrayList<>();
            List<String> critical = new ArrayList<>();
            for (String rule : RULES) {
                if (live && random.nextInt(3) == 0) {
                    boolean severe = random.nextBoolean();
                    alerts.add(new Open(rule, "x", severe ? Severity.CRITICAL : Severity.WARNING));
                    if (severe && random.nextBoolean()) {
                        critical.add(rule);
                        facts.critical.add(new Critical(rule, tenant, system.now()));
                    }
                }
            }
            facts.live.remove(tenant);
            if (live) {
                facts.live.put(tenant, alerts);
            }
            system.report(tenant, live, alerts, critical.toArray(String[]::new));
        }

        private void job() {
            List<String> underWay = facts.jobs.entrySet().stream()
                    .filter(job -> job.getValue().state() == 0)
                    .map(Map.Entry::getKey)
                    .toList();
            long now = Duration.between(SystemStory.START, system.now()).toSeconds();
            boolean known = !underWay.isEmpty() && random.nextBoolean();
            String id = known ? underWay.get(random.nextInt(underWay.size())) : "j" + nextJob++;
            Job former = facts.jobs.get(id);
            Job job = new Job(
                    former == null ? "v" + random.nextInt(3) : former.view(),
                    former == null ? now : former.start(),
                    random.nextInt(5) == 0 ? 2 : random.nextInt(3) > 0 ? 1 : 0);
            facts.jobs.put(id, job);
            if (job.state() == 0) {
                system.running(id, job.view(), job.start());
            } else if (job.state() == 1) {
                system.failed(id, job.view(), job.start(), random.nextBoolean());
            } else {
                system.succeeded(id, job.view(), job.start());
            }
        }

        /** What has happened has happened: the plain lists keep it. */
        private void deleteOldJob() {
            long running = facts.jobs.values().stream()
                    .filter(job -> job.state() == 0)
                    .mapToLong(Job::start)
                    .min()
                    .orElse(Long.MAX_VALUE);
            facts.jobs.entrySet().stream()
                    .filter(job -> job.getValue().start() < running)
                    .map(Map.Entry::getKey)
                    .skip(random.nextInt(3))
                    .findFirst()
                    .ifPresent(system::deleteJob);
        }
    }
}
