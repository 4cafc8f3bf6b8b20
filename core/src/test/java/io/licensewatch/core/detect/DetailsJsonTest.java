package io.licensewatch.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.licensewatch.core.reference.Requirement;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an alert carries of its rule, as its reader gets it. */
class DetailsJsonTest {
    private static final String NOW = "2026-03-02T12:00:00Z";
    private static final Instant TIME = Instant.parse(NOW);

    @Test
    void a_licence_names_each_end_and_the_next_gap() throws Exception {
        GivenTenant tenant = new GivenTenant()
                .featureCode("events", "event-pages")
                .grant("events", null, "2026-03-05")
                .grant("giving", null, "2026-03-07")
                .grant("giving", "2026-03-10", null)
                .seats(3);
        assertThat(json(Observed.of(tenant, NOW).finding(Rule.LICENSE_EXPIRING).details()))
                .isEqualTo(oneLine("""
                        {"coveredUntil":"2026-03-06T00:00:00Z","features":[
                        {"featureId":"events","featureCode":"event-pages","coveredUntil":"2026-03-06T00:00:00Z",
                        "resumesAt":null,"stage":"SOON"},
                        {"featureId":"giving","featureCode":null,"coveredUntil":"2026-03-08T00:00:00Z",
                        "resumesAt":"2026-03-10T00:00:00Z","stage":"SOON"}],
                        "featuresLeftOut":0,
                        "coverageGap":{"from":"2026-03-06T00:00:00Z","until":null,"featureIds":["events"],
                        "featuresLeftOut":0,"affectedUsers":3}}"""));
    }

    @Test
    void a_gap_says_when_it_closes_and_how_many_features_it_leaves_out() {
        List<String> features =
                IntStream.range(0, 130).mapToObj(i -> "feature-" + i).toList();
        CoverageGap gap = new CoverageGap(TIME, TIME.plusSeconds(1), features, 7);
        assertThat(new LicenseDetails(List.of(), false, gap).asJson().get("coverageGap"))
                .hasToString("{from=2026-03-02T12:00:00Z, until=2026-03-02T12:00:01Z, featureIds="
                        + features.subList(0, 100) + ", featuresLeftOut=30, affectedUsers=7}");
        assertThat(new LicenseDetails(List.of(), false, null).asJson())
                .containsEntry("coverageGap", null)
                .containsEntry("coveredUntil", null);
    }

    @Test
    void seats_carry_numbers_and_where_their_growth_leads() throws Exception {
        GivenTenant tenant = new GivenTenant()
                .offering("basic", 10)
                .seatsSince("2026-02-20", 9)
                .seats(11);
        assertThat(json(Observed.of(tenant, NOW).finding(Rule.SEAT_UTILIZATION).details()))
                .isEqualTo(oneLine("""
                        {"seatsUsed":11,"seatLimit":10,"overage":1,"percent":110,"offeringId":"basic","inactiveUsers":null,
                        "forecast":{"usersPerDay":"0.20","since":"2026-02-20","fullOn":null,"criticalOn":"2026-03-07"}}"""));
    }

    @Test
    void seats_that_do_not_grow_have_no_forecast_and_a_limit_of_0_no_percentage() throws Exception {
        GivenTenant tenant = new GivenTenant().offering("none", 0).seats(1);
        assertThat(json(Observed.of(tenant, NOW).finding(Rule.SEAT_UTILIZATION).details()))
                .isEqualTo(oneLine("""
                        {"seatsUsed":1,"seatLimit":0,"overage":1,"percent":null,"offeringId":"none","inactiveUsers":null,
                        "forecast":null}"""));
    }

    @Test
    void drift_names_roles_resources_and_what_is_missing() throws Exception {
        GivenTenant tenant = new GivenTenant()
                .role("clerk")
                .role("treasurer")
                .users(2, "treasurer")
                .requiresAny("treasurer", "export", "giving", "reports")
                .requiresAll("clerk", "home", "giving")
                .offering("basic", 50, "giving");
        assertThat(json(Observed.of(tenant, NOW).finding(Rule.RBAC_DRIFT).details()))
                .isEqualTo(oneLine("""
                        {"items":[{"roleId":"treasurer","resource":"export","mode":"ANY_OF",
                        "missingFeatures":["giving","reports"],"affectedUsers":2,"grantable":true}],
                        "itemsLeftOut":0,"effectiveItems":1,"latentItems":1}"""));
    }

    @Test
    void of_many_drift_items_it_says_how_many_it_leaves_out() {
        List<DriftItem> items = IntStream.range(0, 130)
                .mapToObj(i -> new DriftItem("role", "page-" + i, Requirement.Mode.ALL_OF, List.of("f"), 1, List.of()))
                .toList();
        DriftDetails details = new DriftDetails(items, 0);
        assertThat((List<?>) details.asJson().get("items")).hasSize(100);
        assertThat(details.asJson()).containsEntry("itemsLeftOut", 30).containsEntry("effectiveItems", 130);
    }

    @Test
    void onboarding_says_where_it_is_and_what_is_missing() throws Exception {
        GivenTenant tenant = new GivenTenant()
                .onboardingFlag(false)
                .offering("basic", 50, "giving")
                .role("member")
                .users(1, "member")
                .onboarding("payment", List.of("welcome"), "2026-02-01T00:00:00Z", null);
        assertThat(json(Observed.of(tenant, NOW)
                        .finding(Rule.ONBOARDING_STALLED)
                        .details()))
                .isEqualTo(oneLine("""
                        {"currentStep":"payment","completedSteps":["welcome"],"lastProgressAt":"2026-02-01T00:00:00Z",
                        "offeringId":"basic","missingGrants":["giving"],"missingGrantsLeftOut":0,
                        "administratorMissing":true,"onlyFlagMissing":false}"""));
    }

    @Test
    void a_view_says_how_it_fails_and_when_it_worked() throws Exception {
        assertThat(json(new ViewDetails("usage", 4, 3, TIME)))
                .isEqualTo("{\"view\":\"usage\",\"consecutiveFailures\":4,\"concurrentFailures\":3,"
                        + "\"lastSuccessAt\":\"2026-03-02T12:00:00Z\"}");
        assertThat(new ViewDetails("usage", 4, 3, null).asJson()).containsEntry("lastSuccessAt", null);
        assertThat(json(new StaleViewDetails("usage", TIME, TIME.plusSeconds(60))))
                .isEqualTo("{\"view\":\"usage\",\"lastSuccessAt\":\"2026-03-02T12:00:00Z\","
                        + "\"staleSince\":\"2026-03-02T12:01:00Z\"}");
    }

    @Test
    void only_concurrent_refreshes_fail_where_every_failure_was_one() {
        assertThat(new ViewDetails("usage", 3, 3, null).onlyConcurrentRefreshesFail())
                .isTrue();
        assertThat(new ViewDetails("usage", 3, 2, null).onlyConcurrentRefreshesFail())
                .isFalse();
        assertThat(new ViewDetails("usage", 0, 0, null).onlyConcurrentRefreshesFail())
                .isFalse();
    }

    private static String json(Details details) throws JsonProcessingException {
        return new ObjectMapper().writeValueAsString(details.asJson());
    }

    private static String oneLine(String text) {
        return text.replace("\n", "");
    }
}
