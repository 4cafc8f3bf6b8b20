package io.licensewatch.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.detect.DetectionSettings;
import io.licensewatch.core.detect.GivenTenant;
import io.licensewatch.core.detect.TenantDetectors;
import io.licensewatch.core.reference.SeatLimit;
import io.licensewatch.schemas.ContractValidator;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.status.TenantStatus;
import io.licensewatch.schemas.topic.RecordHeaders;
import io.licensewatch.schemas.topic.Topics;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusReportTest {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final TenantStatus.AsOf AS_OF = new TenantStatus.AsOf("0/16B3748", NOW);

    @Test
    void a_tenant_without_trouble_has_the_full_score() {
        TenantStatus status =
                status(new GivenTenant().offering("basic", 50).seats(12).grant("giving", null, null));
        assertThat(status.inScope()).isTrue();
        assertThat(status.tenantName()).isEqualTo("Harbour Chapel");
        assertThat(status.score()).isEqualTo(100);
        assertThat(status.seats()).isEqualTo(new TenantStatus.Seats(12, 50L, 24L, "NORMAL"));
        assertThat(status.features())
                .containsExactly(new TenantStatus.Feature("giving", null, true, "ACTIVE", null, null, "NONE"));
        assertThat(status.onboarding())
                .isEqualTo(new TenantStatus.Onboarding(
                        true, null, List.of(), Instant.parse("2026-01-01T00:00:00Z"), false));
        assertThat(status.asOf()).isEqualTo(AS_OF);
    }

    @Test
    void seats_without_a_limit_have_no_percentage() {
        assertThat(status(new GivenTenant().seats(3)).seats())
                .isEqualTo(new TenantStatus.Seats(3, null, null, "UNKNOWN_LIMIT"));
        assertThat(status(new GivenTenant()
                                .offering("big", new SeatLimit.Unlimited())
                                .seats(3))
                        .seats())
                .isEqualTo(new TenantStatus.Seats(3, null, null, "UNLIMITED"));
        assertThat(status(new GivenTenant().offering("none", 0).seats(3)).seats())
                .isEqualTo(new TenantStatus.Seats(3, 0L, null, "CRITICAL"));
    }

    @Test
    void every_feature_tells_whether_why_and_until_when() {
        TenantStatus status = status(new GivenTenant()
                .featureCode("a", "online-giving")
                .grant("a", "2026-01-01", "2026-03-08")
                .grant("b", "2026-01-01", "2026-02-28")
                .grant("b", "2026-04-01", null)
                .grant("c", "2026-05-01", null)
                .grant("d", null, null)
                .retired("d")
                .inactiveGrant("e", null, null));
        assertThat(status.features())
                .containsExactly(
                        new TenantStatus.Feature(
                                "a",
                                "online-giving",
                                true,
                                "ACTIVE",
                                Instant.parse("2026-03-09T00:00:00Z"),
                                null,
                                "SOON"),
                        new TenantStatus.Feature(
                                "b",
                                null,
                                false,
                                "LAPSED",
                                Instant.parse("2026-03-01T00:00:00Z"),
                                Instant.parse("2026-04-01T00:00:00Z"),
                                "EXPIRED"),
                        new TenantStatus.Feature(
                                "c", null, false, "NOT_STARTED", null, Instant.parse("2026-05-01T00:00:00Z"), "NONE"),
                        new TenantStatus.Feature("d", null, false, "RETIRED", null, null, "NONE"),
                        new TenantStatus.Feature("e", null, false, "INACTIVE", null, null, "NONE"));
    }

    @Test
    void drift_lists_what_is_felt_before_what_lies_in_wait() {
        TenantStatus.Drift drift = status(new GivenTenant()
                        .role("idle")
                        .requiresAll("idle", "archive", "archive")
                        .role("treasurer")
                        .users(3, "treasurer")
                        .requiresAny("treasurer", "giving-page", "giving", "reports"))
                .drift();
        assertThat(drift.items())
                .containsExactly(
                        new TenantStatus.DriftItem(
                                "treasurer", "giving-page", "ANY_OF", List.of("giving", "reports"), 0, 3),
                        new TenantStatus.DriftItem("idle", "archive", "ALL_OF", List.of("archive"), 0, 0));
        assertThat(drift.effectiveItems()).isEqualTo(1);
        assertThat(drift.latentItems()).isEqualTo(1);
        assertThat(drift.affectedUsers()).isEqualTo(3);
    }

    @Test
    void where_grants_are_not_captured_no_drift_is_made_up() {
        GivenTenant tenant = new GivenTenant().role("treasurer").users(3, "treasurer");
        tenant.requiresAll("treasurer", "giving-page", "giving").withoutTable(SourceTable.TENANT_FEATURE_GRANTS);
        assertThat(status(tenant).drift().items()).isEmpty();
    }

    @Test
    void long_lists_are_cut_and_counts_stay_exact() {
        GivenTenant tenant = new GivenTenant();
        for (int i = 0; i < 300; i++) {
            String role = "role-" + (1000 + i);
            tenant.grant("feature-" + (1000 + i), null, null).role(role).requiresAll(role, "surface", "missing");
            if (i < 150) {
                tenant.users(1, role);
            }
        }
        TenantStatus status = status(tenant);
        assertThat(status.features()).hasSize(200);
        assertThat(status.drift().items()).hasSize(200);
        assertThat(status.drift().effectiveItems()).isEqualTo(150);
        assertThat(status.drift().latentItems()).isEqualTo(150);
        assertThat(status.drift().affectedUsers()).isEqualTo(150);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "'', 100",
        "INFO, 95",
        "WARNING, 80",
        "CRITICAL, 50",
        "INFO WARNING CRITICAL, 25",
        "CRITICAL CRITICAL, 0",
        "CRITICAL CRITICAL WARNING, 0"
    })
    void the_score_is_100_less_what_open_alerts_cost_and_never_below_0(String severities, int score) {
        List<TenantStatus.OpenAlert> open = Arrays.stream(severities.split(" "))
                .filter(severity -> !severity.isEmpty())
                .map(severity -> open("seat-utilization", Severity.valueOf(severity)))
                .toList();
        assertThat(status(new GivenTenant(), open).score()).isEqualTo(score);
    }

    @Test
    void open_alerts_are_sorted_by_rule() {
        TenantStatus status = status(
                new GivenTenant(),
                List.of(
                        open("seat-utilization", Severity.INFO),
                        open("license-expired", Severity.INFO),
                        open("rbac-drift", Severity.INFO)));
        assertThat(status.openAlerts())
                .extracting(TenantStatus.OpenAlert::rule)
                .containsExactly("license-expired", "rbac-drift", "seat-utilization");
    }

    @Test
    void lists_are_cut_and_say_how_much_was_left_out() {
        GivenTenant tenant = new GivenTenant().role("treasurer").users(3, "treasurer");
        String[] many = new String[60];
        Arrays.setAll(many, i -> "many" + (100 + i));
        tenant.requiresAll("treasurer", "a-page", many);
        for (int i = 0; i < 210; i++) {
            tenant.grant("f" + (1000 + i), "2026-01-01", "2026-06-30");
        }
        for (int i = 0; i < 210; i++) {
            tenant.requiresAll("treasurer", "page" + (1000 + i), "missing" + i);
        }
        TenantStatus status = status(tenant);
        assertThat(status.features()).hasSize(200);
        assertThat(status.featuresLeftOut()).isEqualTo(10);
        assertThat(status.drift().items()).hasSize(200);
        assertThat(status.drift().itemsLeftOut()).isEqualTo(11);
        assertThat(status.drift().effectiveItems()).isEqualTo(211);
        TenantStatus.DriftItem first = status.drift().items().stream()
                .filter(item -> item.resource().equals("a-page"))
                .findFirst()
                .orElseThrow();
        assertThat(first.missingFeatures()).hasSize(50);
        assertThat(first.missingFeaturesLeftOut()).isEqualTo(10);
        TenantStatus.CoverageGap gap = Objects.requireNonNull(status.forecast().coverageGap());
        assertThat(gap.featureIds()).hasSize(100);
        assertThat(gap.featuresLeftOut()).isEqualTo(110);
    }

    @Test
    void what_lies_ahead_is_told_of_tenants_in_scope() {
        GivenTenant tenant = new GivenTenant()
                .offering("basic", 20)
                .seatsSince("2026-02-10", 9)
                .seats(12)
                .grant("giving", "2026-01-01", "2026-03-08");
        TenantStatus.Forecast ahead = status(tenant).forecast();
        assertThat(ahead.coverageGap())
                .isEqualTo(new TenantStatus.CoverageGap(
                        Instant.parse("2026-03-09T00:00:00Z"), null, List.of("giving"), 0, 12));
        assertThat(ahead.seats())
                .isEqualTo(new TenantStatus.SeatForecast(
                        new BigDecimal("0.15"),
                        LocalDate.parse("2026-02-10"),
                        LocalDate.parse("2026-04-25"),
                        LocalDate.parse("2026-05-21")));
        assertThat(status(tenant.withStatus("closed")).forecast()).isEqualTo(new TenantStatus.Forecast(null, null));
    }

    @Test
    void onboarding_tells_the_step_and_whether_it_has_stalled() {
        GivenTenant tenant = new GivenTenant()
                .onboardingFlag(false)
                .onboarding("payment", List.of("welcome", "rbac-setup"), "2026-02-20T08:00:00Z", null);
        assertThat(status(tenant).onboarding())
                .isEqualTo(new TenantStatus.Onboarding(
                        false,
                        "payment",
                        List.of("welcome", "rbac-setup"),
                        Instant.parse("2026-02-20T08:00:00Z"),
                        true));
    }

    @Test
    void of_a_closed_tenant_nothing_is_told_that_time_alone_would_change() {
        TenantStatus status = status(new GivenTenant()
                .withStatus("archived")
                .grant("giving", "2026-01-01", "2026-03-08")
                .role("treasurer")
                .users(3, "treasurer")
                .requiresAll("treasurer", "export", "exports")
                .onboardingFlag(false));
        assertThat(status.inScope()).isFalse();
        assertThat(status.features()).isEmpty();
        assertThat(status.drift().items()).isEmpty();
        assertThat(status.onboarding().stalled()).isFalse();
        assertThat(status.seats().used()).isEqualTo(3);
    }

    private static TenantStatus.OpenAlert open(String rule, Severity severity) {
        return new TenantStatus.OpenAlert(rule, "subject", "STAGE", severity, Level.L1, NOW);
    }

    private static TenantStatus status(GivenTenant tenant) {
        return status(tenant, List.of());
    }

    /** Every status that a test makes is held against its contract. */
    private static TenantStatus status(GivenTenant tenant, List<TenantStatus.OpenAlert> open) {
        TenantDetectors detectors = new TenantDetectors(DetectionSettings.defaults());
        TenantStatus status = StatusReport.of(detectors.assess(tenant.facts(), NOW), open, List.of(), List.of(), AS_OF);
        ContractValidator.validate(
                Topics.TENANTS,
                status.tenantId().getBytes(StandardCharsets.UTF_8),
                JsonCodec.TENANT_STATUS.encode(status),
                Map.of(RecordHeaders.TENANT, status.tenantId(), RecordHeaders.TYPE, "status"));
        return status;
    }
}
