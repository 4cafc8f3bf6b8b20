package io.licensewatch.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.command.Reported;
import io.licensewatch.core.status.StormReport;
import io.licensewatch.runtime.topics.TenantPartition;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.Effect;
import io.licensewatch.schemas.result.Verdict;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.TenantStatus;
import io.licensewatch.schemas.topic.RecordHeaders;
import io.licensewatch.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyTest {
    private static final Instant START = Instant.parse("2026-03-10T12:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private static Path stateDir;

    private TopologyFixture watch = new TopologyFixture(stateDir, START);

    @BeforeEach
    void a_tenant_with_ten_seats_and_a_licence_for_ever() {
        watch.put(SourceTable.FEATURE_CATALOG, "reports", "code", "reports", "is_active", true);
        watch.put(SourceTable.PRODUCT_OFFERINGS, "team", "max_users", 10);
        watch.put(SourceTable.PRODUCT_OFFERING_FEATURES, "tr", "offering_id", "team", "feature_id", "reports");
        watch.put(SourceTable.LICENSE_FEATURE_BUNDLE_ITEMS, "b1", "bundle_id", "bundle", "feature_id", "reports");
        watch.put(SourceTable.SURFACE_LICENSE_BINDINGS, "sl", "surface_id", "board", "required_bundle_id", "bundle");
        watch.tenant("acme", "team");
        watch.put(SourceTable.ROLES, "analyst", "tenant_id", "acme", "name", "Analyst");
        watch.put(SourceTable.TENANT_FEATURE_GRANTS, "g1", "tenant_id", "acme", "feature_id", "reports");
        users(1, 9);
        watch.frontierAfter(SECOND);
        assertThat(watch.alerts()).isEmpty();
    }

    @AfterEach
    void close() {
        watch.close();
    }

    private void users(int from, int to) {
        for (int user = from; user <= to; user++) {
            watch.put(
                    SourceTable.USER_ROLES,
                    "ur" + user,
                    "tenant_id",
                    "acme",
                    "user_id",
                    "user" + user,
                    "role_id",
                    "analyst");
        }
    }

    @Test
    void seats_step_up_at_once_and_down_after_a_minute() {
        users(10, 11);
        watch.frontierAfter(SECOND);
        assertThat(watch.alerts()).extracting(AlertEvent::stage).containsExactly("EXCEEDED");
        users(12, 13);
        watch.frontierAfter(SECOND);
        assertThat(watch.alerts()).extracting(AlertEvent::stage).containsExactly("CRITICAL");
        watch.delete(SourceTable.USER_ROLES, "ur13");
        watch.frontierAfter(SECOND);
        watch.frontierAfter(Duration.ofSeconds(58));
        assertThat(watch.alerts()).isEmpty();
        watch.frontierAfter(Duration.ofSeconds(2));
        assertThat(watch.alerts()).extracting(AlertEvent::stage).containsExactly("EXCEEDED");
        assertThat(watch.currentAlerts())
                .hasSize(3)
                .last()
                .extracting(AlertEvent::status)
                .isEqualTo(AlertStatus.UPDATED);
    }

    @Test
    void more_reference_changes_than_go_out_at_once_go_out_without_another_frontier() {
        for (int feature = 0; feature < 1_100; feature++) {
            watch.put(SourceTable.FEATURE_CATALOG, "f" + feature, "code", "f" + feature, "is_active", true);
        }
        watch.put(SourceTable.PRODUCT_OFFERINGS, "team", "max_users", 5);
        watch.frontierAfter(SECOND);
        assertThat(watch.alerts()).extracting(AlertEvent::stage).containsExactly("CRITICAL");
    }

    /** Partitions are read each at its own pace, and one of another broker may be far behind. */
    @Test
    void a_frontier_that_has_overtaken_rows_of_a_tenant_waits_for_them() {
        watch.frontierOvertakes(() -> users(10, 11));
        watch.frontierAfter(SECOND);
        assertThat(watch.statuses())
                .extracting(TenantStatus::asOf)
                .allMatch(asOf -> asOf.sourceTime().isBefore(watch.now().minus(SECOND)));
        assertThat(gauge("frontiers.waiting")).isEqualTo(1);
        assertThat(gauge("frontier.age")).as("by a clock that stands at 1970").isEqualTo(-(double)
                watch.now().minus(SECOND.multipliedBy(2)).getEpochSecond());
        watch.theRestComes();
        AlertEvent alert = watch.alerts().get(0);
        assertThat(alert.stage()).isEqualTo("EXCEEDED");
        assertThat(alert.occurredAt())
                .as("at the frontier that covers them")
                .isEqualTo(watch.now().minus(SECOND));
    }

    private double gauge(String name) {
        return watch.registry.get("licensewatch.streams." + name).gauge().value();
    }

    @Test
    void a_frontier_that_has_overtaken_reference_data_waits_for_it() {
        watch.frontierOvertakes(() -> watch.put(SourceTable.PRODUCT_OFFERINGS, "team", "max_users", 5));
        watch.frontierAfter(SECOND);
        assertThat(watch.alerts()).isEmpty();
        watch.theRestComes();
        assertThat(watch.alerts())
                .extracting(AlertEvent::occurredAt)
                .containsExactly(watch.now().minus(SECOND));
    }

    @Test
    void a_frontier_that_has_overtaken_refresh_jobs_waits_for_them_in_the_system() {
        watch.frontierOvertakes(() -> List.of("1", "2", "3").forEach(this::failedRefresh));
        assertThat(watch.alerts()).isEmpty();
        watch.theRestComes();
        assertThat(watch.alerts())
                .filteredOn(alert -> alert.rule().equals("view-refresh-failing"))
                .extracting(AlertEvent::occurredAt)
                .containsExactly(watch.now());
    }

    @Test
    void a_tenant_is_gone_when_its_last_assignment_is_also_one_that_counts_for_nothing() {
        watch.put(
                SourceTable.USER_ROLES,
                "last",
                "tenant_id",
                "leaves",
                "user_id",
                "u",
                "role_id",
                "analyst",
                "is_active",
                false);
        watch.frontierAfter(SECOND);
        assertThat(watch.statuses()).extracting(TenantStatus::tenantId).contains("leaves");
        watch.delete(SourceTable.USER_ROLES, "last");
        watch.frontierAfter(SECOND);
        assertThat(watch.retiredStatuses()).containsExactly("leaves");
    }

    @Test
    void a_licence_runs_through_its_stages_by_the_clock_alone() {
        LocalDate last = LocalDate.of(2026, 4, 20);
        watch.put(
                SourceTable.TENANT_FEATURE_GRANTS,
                "g1",
                "tenant_id",
                "acme",
                "feature_id",
                "reports",
                "expires_at",
                last.toEpochDay());
        for (int day = 0; day < 45; day++) {
            watch.frontierAfter(DAY);
        }
        assertThat(watch.alerts())
                .extracting(alert -> alert.rule() + " " + alert.status() + " " + alert.stage() + " " + alert.level()
                        + " " + alert.reason())
                .containsExactly(
                        "license-expiring OPEN NOTICE L1 CONDITION_MET",
                        "license-expiring UPDATED SOON L1 STAGE_CHANGED",
                        "license-expiring UPDATED FINAL L1 STAGE_CHANGED",
                        "license-expiring RESOLVED FINAL L1 EXPIRED",
                        "license-expired OPEN EXPIRED L1 CONDITION_MET",
                        "license-expired UPDATED EXPIRED L2 ESCALATED");
    }

    @Test
    void drift_opens_after_its_hold_and_its_commands_are_cancelled_when_it_ends() {
        watch.put(SourceTable.ROLE_SURFACE_BINDINGS, "rs", "role_id", "analyst", "surface_id", "board");
        watch.delete(SourceTable.TENANT_FEATURE_GRANTS, "g1");
        watch.frontierAfter(SECOND);
        watch.frontierAfter(Duration.ofSeconds(4));
        assertThat(watch.alerts()).isEmpty();
        watch.frontierAfter(SECOND);
        assertThat(watch.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.rule()).isEqualTo("rbac-drift");
            assertThat(alert.affectedUsers()).isEqualTo(9);
        });
        assertThat(watch.commands())
                .extracting(command -> command.type().name())
                .containsExactly("GRANT_MISSING_LICENSES");
        watch.put(SourceTable.TENANT_FEATURE_GRANTS, "g2", "tenant_id", "acme", "feature_id", "reports");
        watch.frontierAfter(SECOND);
        watch.frontierAfter(Duration.ofSeconds(5));
        assertThat(watch.alerts()).extracting(AlertEvent::status).containsExactly(AlertStatus.RESOLVED);
        assertThat(watch.commands())
                .extracting(command -> command.kind() + " " + command.type())
                .containsExactly("CANCEL GRANT_MISSING_LICENSES", "ISSUE REFRESH_VIEWS");
    }

    /** It changes no tenant. */
    @Test
    void a_refresh_after_drift_needs_nobodys_approval_however_many_had_the_drift() {
        watch.pipe(
                Names.referenceChangesTopic("licensewatch"),
                bytes("storm|rbac-drift"),
                bytes(StormReport.of("rbac-drift", true, START).toJson()));
        watch.put(SourceTable.ROLE_SURFACE_BINDINGS, "rs", "role_id", "analyst", "surface_id", "board");
        watch.delete(SourceTable.TENANT_FEATURE_GRANTS, "g1");
        watch.frontierAfter(SECOND);
        watch.frontierAfter(Duration.ofSeconds(5));
        watch.put(SourceTable.TENANT_FEATURE_GRANTS, "g2", "tenant_id", "acme", "feature_id", "reports");
        watch.frontierAfter(SECOND);
        watch.frontierAfter(Duration.ofSeconds(5));
        assertThat(watch.commands())
                .filteredOn(command -> command.type() == CommandType.REFRESH_VIEWS)
                .extracting(RemediationCommand::mode)
                .containsExactly(CommandMode.AUTO);
    }

    @Test
    void grants_that_are_deleted_and_inserted_again_raise_nothing() {
        watch.put(SourceTable.ROLE_SURFACE_BINDINGS, "rs", "role_id", "analyst", "surface_id", "board");
        for (int i = 2; i < 30; i++) {
            watch.delete(SourceTable.TENANT_FEATURE_GRANTS, "g" + (i - 1));
            watch.put(SourceTable.TENANT_FEATURE_GRANTS, "g" + i, "tenant_id", "acme", "feature_id", "reports");
            watch.frontierAfter(SECOND);
        }
        assertThat(watch.alerts()).isEmpty();
    }

    @Test
    void the_status_says_what_is() {
        users(10, 10);
        watch.frontierAfter(SECOND);
        assertThat(watch.statuses()).last().satisfies(status -> {
            assertThat(status.tenantName()).isEqualTo("acme");
            assertThat(status.seats().used()).isEqualTo(10);
            assertThat(status.seats().percent()).isEqualTo(100);
            assertThat(status.features())
                    .singleElement()
                    .satisfies(feature -> assertThat(feature.licensed()).isTrue());
            assertThat(status.openAlerts()).hasSize(1);
            assertThat(status.score()).isEqualTo(80);
            assertThat(status.asOf().sourceTime()).isEqualTo(watch.now());
        });
    }

    @Test
    void what_cannot_be_understood_is_set_aside_with_its_reason_and_the_rest_goes_on() {
        String grants = TopologyFixture.TOPICS.table(SourceTable.TENANT_FEATURE_GRANTS);
        watch.pipe(grants, bytes("{\"id\":\"x\"}"), bytes("{not json"));
        watch.pipe(TopologyFixture.TOPICS.frontier(), bytes("frontier"), bytes("{}"));
        watch.put(SourceTable.TENANT_FEATURE_GRANTS, "gx", "tenant_id", "acme");
        watch.put(SourceTable.TENANT_FEATURE_GRANTS, "gy", "feature_id", "reports");
        watch.put(SourceTable.FEATURE_CATALOG, "fz", "is_active", "maybe");
        users(10, 11);
        watch.frontierAfter(SECOND);
        assertThat(watch.deadLetters())
                .extracting(letter -> TopologyFixture.headers(letter).get(RecordHeaders.REASON))
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("JSON"),
                        reason -> assertThat(reason).containsIgnoringCase("frontier"),
                        reason -> assertThat(reason).contains("tenant_feature_grants.feature_id"),
                        reason -> assertThat(reason).contains("tenant_feature_grants.tenant_id"),
                        reason -> assertThat(reason).contains("feature_catalog.is_active"));
        assertThat(watch.alerts()).extracting(AlertEvent::stage).containsExactly("EXCEEDED");
        assertThat(watch.registry
                        .get("licensewatch.streams.dead.letters")
                        .counter()
                        .count())
                .isEqualTo(5);
    }

    @Test
    void nothing_is_told_before_a_snapshot_is_whole_and_then_what_is_there_is_seeded() {
        try (TopologyFixture fresh = new TopologyFixture(stateDir.resolve("fresh"), START)) {
            fresh.snapshotBegins();
            fresh.put(SourceTable.PRODUCT_OFFERINGS, "solo", "max_users", 1);
            fresh.put(SourceTable.TENANTS, "t", "name", "T", "subscription_offering_id", "solo");
            fresh.put(SourceTable.USER_ROLES, "u1", "tenant_id", "t", "user_id", "a", "role_id", "r");
            fresh.put(SourceTable.USER_ROLES, "u2", "tenant_id", "t", "user_id", "b", "role_id", "r");
            fresh.frontierAfter(SECOND);
            assertThat(fresh.statuses()).isEmpty();
            fresh.put(SourceTable.ROLES, "r", "tenant_id", "t", "name", "R");
            fresh.snapshotIsWhole();
            fresh.frontierAfter(SECOND);
            assertThat(fresh.alerts()).singleElement().satisfies(alert -> {
                assertThat(alert.reason()).isEqualTo("SEEDED");
                assertThat(alert.stage()).isEqualTo("CRITICAL");
            });
        }
    }

    @Test
    void a_closed_tenant_has_no_alerts() {
        users(10, 11);
        watch.frontierAfter(SECOND);
        watch.alerts();
        watch.delete(SourceTable.TENANTS, "acme");
        watch.frontierAfter(SECOND);
        assertThat(watch.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.status()).isEqualTo(AlertStatus.RESOLVED);
            assertThat(alert.reason()).isEqualTo("TENANT_CLOSED");
        });
    }

    private void failedRefresh(String id) {
        String at = watch.now().toString();
        watch.put(
                SourceTable.MATERIALIZED_VIEW_REFRESH_JOBS,
                id,
                "view_name",
                "access",
                "started_at",
                at,
                "completed_at",
                at,
                "success",
                false);
    }

    @Test
    void the_system_hears_of_views_and_tenants_and_tells_its_health() {
        assertThat(watch.health()).last().satisfies(health -> {
            assertThat(health.score()).isEqualTo(100);
            assertThat(health.liveTenants()).isEqualTo(1);
        });
        for (String job : List.of("j1", "j2", "j3")) {
            watch.frontierAfter(SECOND);
            failedRefresh(job);
        }
        users(10, 13);
        watch.frontierAfter(SECOND);

        assertThat(watch.alerts())
                .extracting(alert -> alert.tenantId() + " " + alert.rule() + " " + alert.subject())
                .containsExactlyInAnyOrder(
                        "acme seat-utilization seats",
                        "_system view-refresh-failing access",
                        "_system system-health system");
        assertThat(watch.commands())
                .filteredOn(command -> command.tenantId().equals("_system"))
                .extracting(command -> command.type().name())
                .containsExactly("REFRESH_VIEWS");
        assertThat(watch.health()).last().satisfies(health -> {
            assertThat(health.score()).isEqualTo(40);
            assertThat(health.fixesNeeded()).isEqualTo(1);
        });
    }

    @Test
    void a_feed_that_stops_is_told_by_the_wall_clock_and_ends_with_the_next_frontier() {
        watch.silence(Duration.ofSeconds(58));
        assertThat(watch.alerts()).isEmpty();
        watch.silence(Duration.ofSeconds(2));
        assertThat(watch.alerts()).extracting(AlertEvent::rule).containsExactly("feed-stalled");
        watch.frontierAfter(Duration.ofMinutes(1));
        assertThat(watch.alerts()).extracting(AlertEvent::status).containsExactly(AlertStatus.RESOLVED);
    }

    /** A new application reads frontiers from the end, and sees none until the snapshot that cdc has begun is whole. */
    @Test
    void a_first_snapshot_is_no_feed_that_has_stalled_as_long_as_it_gets_on() {
        try (TopologyFixture fresh = new TopologyFixture(stateDir.resolve("fresh"), START)) {
            fresh.silence(Duration.ofSeconds(1));
            for (int i = 0; i < 300; i++) {
                fresh.snapshotIsAt(1, 1_000L * i, false);
                fresh.silence(Duration.ofSeconds(1));
            }
            assertThat(fresh.alerts()).isEmpty();

            fresh.pipe(TopologyFixture.TOPICS.snapshot(), "snapshot".getBytes(StandardCharsets.UTF_8), new byte[] {1});
            fresh.silence(Duration.ofSeconds(60));
            assertThat(fresh.deadLetters()).hasSize(1);
            assertThat(fresh.alerts())
                    .singleElement()
                    .satisfies(alert -> assertThat(alert.summary()).contains("299,000 of about 4,000,000 rows"));
            fresh.snapshotIsAt(1, 4_000_000, true);
            assertThat(fresh.alerts()).extracting(AlertEvent::status).containsExactly(AlertStatus.RESOLVED);
        }
    }

    /** All is written and a task has not read it yet. */
    @Test
    void a_task_that_works_off_a_snapshot_is_no_stalled_feed() {
        try (TopologyFixture fresh = new TopologyFixture(stateDir.resolve("fresh"), START)) {
            fresh.silence(Duration.ofSeconds(1));
            fresh.snapshotBegins();
            fresh.frontierOvertakes(() -> {
                for (int i = 0; i < 8; i++) {
                    fresh.tenant("tenant" + i, "team");
                }
                fresh.snapshotIsWhole();
            });
            for (int i = 0; i < 7; i++) {
                fresh.silence(Duration.ofSeconds(25));
                fresh.theNextComes();
            }
            fresh.silence(Duration.ofSeconds(25));
            assertThat(fresh.alerts()).isEmpty();
            fresh.silence(Duration.ofSeconds(60));
            assertThat(fresh.alerts()).extracting(AlertEvent::status).containsExactly(AlertStatus.OPEN);
            fresh.theRestComes();
            assertThat(fresh.alerts()).extracting(AlertEvent::status).containsExactly(AlertStatus.RESOLVED);
        }
    }

    /** Otherwise its state would be refused at the next start, and its ids be used twice after a reset. */
    @Test
    void the_system_begins_before_it_stores_what_silence_says() {
        byte[] begun = {0x7E, 1};
        try (TopologyFixture fresh = new TopologyFixture(stateDir.resolve("fresh"), START)) {
            fresh.silence(Duration.ofSeconds(1));
            fresh.silence(Duration.ofSeconds(60));
            assertThat(fresh.alerts()).extracting(AlertEvent::rule).containsExactly("feed-stalled");
            assertThat(fresh.stored(Names.SYSTEM_STORE, begun)).isNotNull();
        }
    }

    /** From the command to the verdict, with a worker in between. */
    @Test
    void a_command_that_is_carried_out_gets_a_verdict_from_the_change_stream() {
        users(10, 11);
        watch.frontierAfter(SECOND);
        RemediationCommand upgrade = upgrade();
        watch.put(SourceTable.PRODUCT_OFFERINGS, "team", "max_users", 50);
        watch.report(Reported.applied(upgrade, 1, watch.lsn(), watch.now()));
        watch.frontierAfter(SECOND);
        assertThat(watch.verdicts()).isEmpty();
        watch.frontierAfter(Duration.ofSeconds(60));
        assertThat(watch.verdicts()).singleElement().satisfies(verdict -> {
            assertThat(verdict.commandId()).isEqualTo(upgrade.commandId());
            assertThat(verdict.effect()).isEqualTo(Effect.EFFECTIVE);
            assertThat(verdict.judgedAt()).isEqualTo(watch.now());
        });
        assertThat(watch.commands())
                .extracting(command -> command.kind() + " " + command.type())
                .as("what was applied is not taken back")
                .containsExactly("CANCEL DEACTIVATE_INACTIVE_USERS");
    }

    private RemediationCommand upgrade() {
        return watch.commands().stream()
                .filter(command -> command.type() == CommandType.UPGRADE_SEATS)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_result_that_cannot_be_is_a_dead_letter_and_one_of_nobody_is_counted() {
        users(10, 11);
        watch.frontierAfter(SECOND);
        RemediationCommand upgrade = upgrade();
        watch.pipe(Topics.RESULTS, bytes("acme"), bytes("{}"));
        watch.pipe(
                Topics.RESULTS, bytes("other"), JsonCodec.RESULT.encode(Reported.applied(upgrade, 1, 7, watch.now())));
        watch.report(Reported.of(upgrade, 1, CommandState.APPLIED, null, null, watch.now()));
        watch.pipe(Topics.ACTIONS, bytes("acme"), bytes("[]"));
        assertThat(watch.deadLetters()).hasSize(4);
        watch.report(Reported.state(upgrade, 1, CommandState.FAILED));
        assertThat(results("NEWS")).isEqualTo(1);
        watch.report(Reported.state(upgrade, 1, CommandState.FAILED));
        assertThat(results("REPLAY")).isEqualTo(1);
    }

    private double results(String taken) {
        return watch.registry
                .get("licensewatch.streams.results")
                .tag("taken", taken)
                .counter()
                .count();
    }

    @Test
    void a_refresh_that_helps_is_effective_and_one_that_is_only_said_to_be_done_is_not() {
        List.of("1", "2", "3").forEach(this::failedRefresh);
        watch.frontierAfter(SECOND);
        RemediationCommand refresh = refresh();
        watch.report(Reported.applied(refresh, 1, watch.lsn(), watch.now()));
        watch.frontierAfter(SECOND);
        assertThat(watch.verdicts()).extracting(Verdict::effect).containsExactly(Effect.INEFFECTIVE);
        watch.frontierAfter(SECOND);
        RemediationCommand again = refresh();
        assertThat(again.attempt()).isEqualTo(2);
        String at = watch.now().toString();
        watch.put(
                SourceTable.MATERIALIZED_VIEW_REFRESH_JOBS,
                "4",
                "view_name",
                "access",
                "started_at",
                at,
                "completed_at",
                at,
                "success",
                true);
        watch.report(Reported.applied(again, 1, watch.lsn(), watch.now()));
        watch.frontierAfter(SECOND);
        assertThat(watch.verdicts())
                .extracting(verdict -> verdict.commandId() + " " + verdict.reason())
                .containsExactly(again.commandId() + " CLEARED");
    }

    private RemediationCommand refresh() {
        return watch.commands().stream()
                .filter(command -> command.type() == CommandType.REFRESH_VIEWS)
                .findFirst()
                .orElseThrow();
    }

    /** Names of nodes, stores and topics are on disk and in dashboards; a change of this text is a decision. */
    @Test
    void the_topology_is_golden() throws IOException {
        String description = TopologyFixture.topology(TopologyFixture.settings(stateDir), new SimpleMeterRegistry())
                .describe()
                .toString();
        try (var golden = TopologyTest.class.getResourceAsStream("topology.txt")) {
            String expected = golden == null ? "" : new String(golden.readAllBytes(), StandardCharsets.UTF_8);
            if (!description.strip().equals(expected.strip())) {
                Path actual = Path.of("target", "topology.txt");
                Files.writeString(actual, description);
                assertThat(description.strip())
                        .as(
                                "differs from src/test/resources/io/licensewatch/streams/topology/topology.txt; it is now in "
                                        + actual)
                        .isEqualTo(expected.strip());
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_public_record_is_where_its_tenant_is() {
        int partitions = 997; // so that another part of the key is elsewhere
        TenantPartitioner byAlert = TenantPartitioner.byAlert();
        for (String tenant :
                List.of("acme", "a|b", "|", "||", "a|", "|a", "a|b|c|d", "5f0c3a4e-0000-4000-8000-000000000001")) {
            byte[] key = bytes(AlertEvent.key(tenant, "rbac-drift", "drift"));
            assertThat(byAlert.partitions("t", key, key, partitions))
                    .as(tenant)
                    .contains(Set.of(TenantPartition.of(tenant, partitions)));
        }
        byte[] view = bytes(AlertEvent.key(AlertEvent.SYSTEM_TENANT, "view-stale", "a|b"));
        assertThat(byAlert.partitions("t", view, view, partitions))
                .as("a view whose name has a bar")
                .contains(Set.of(TenantPartition.of(AlertEvent.SYSTEM_TENANT, partitions)));
    }
}
