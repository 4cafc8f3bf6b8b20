package io.licensewatch.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.alert.AlertStatus;
import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.alert.Route;
import io.licensewatch.schemas.alert.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Instant FROM = Instant.parse("2026-03-10T12:00:00Z");

    private final Episodes present = new Episodes();
    private final Episodes other = new Episodes();

    private static AlertEvent event(String subject, AlertStatus status, Severity severity, int openedAt, int at) {
        return new AlertEvent(
                "e",
                "a",
                1,
                1,
                "t1",
                "Acme",
                "rbac-drift",
                subject,
                status,
                "CONDITION_MET",
                "DRIFT",
                severity,
                Level.L1,
                severity == Severity.CRITICAL ? List.of(Route.PAGE) : List.of(Route.EMAIL),
                "",
                new Measurement(0, 0, ""),
                0,
                Map.of(),
                FROM.plusSeconds(openedAt),
                FROM.plusSeconds(at),
                List.of(),
                1);
    }

    private static void opens(Episodes run, String subject, int at) {
        run.add(event(subject, AlertStatus.OPEN, Severity.WARNING, at, at));
    }

    private static void worsens(Episodes run, String subject, int openedAt, int at) {
        run.add(event(subject, AlertStatus.UPDATED, Severity.CRITICAL, openedAt, at));
    }

    private static void resolves(Episodes run, String subject, int openedAt, int at) {
        run.add(event(subject, AlertStatus.RESOLVED, Severity.WARNING, openedAt, at));
    }

    private Comparison compared() {
        return Comparison.of(present, other, FROM);
    }

    @Test
    void the_same_at_the_same_times_is_no_difference() {
        for (Episodes run : List.of(present, other)) {
            opens(run, "a", 10);
            resolves(run, "a", 10, 20);
            opens(run, "a", 30);
        }

        assertThat(compared().differences()).isEmpty();
        assertThat(compared().same()).isEqualTo(2);
    }

    @Test
    void what_only_one_run_opens_is_a_difference_of_that_run() {
        opens(present, "a", 10);
        resolves(present, "a", 10, 20);
        opens(other, "b", 30);

        assertThat(compared().differences())
                .satisfiesExactly(
                        one -> assertThat(one.other()).isNull(),
                        two -> assertThat(two.present()).isNull());
    }

    @Test
    void an_alert_that_opens_later_is_one_that_is_not_alike() {
        opens(present, "a", 10);
        resolves(present, "a", 10, 40);
        opens(other, "a", 30);
        resolves(other, "a", 30, 40);

        assertThat(compared().differences()).singleElement().satisfies(one -> {
            assertThat(one.present()).isNotNull();
            assertThat(one.other()).isNotNull();
        });
    }

    @Test
    void what_was_open_before_the_range_is_compared_as_it_is_where_the_range_begins() {
        opens(present, "a", -100);
        worsens(present, "a", -100, -50);
        opens(other, "a", -40);
        worsens(other, "a", -40, -30);
        opens(present, "ended", -100);
        resolves(present, "ended", -100, -1);

        assertThat(compared().differences()).isEmpty();
        assertThat(compared().same()).isEqualTo(1);
        assertThat(compared().present("rbac-drift")).isEqualTo(new RuleCount(1, 0, 0, 0, 1));
    }

    @Test
    void a_page_counts_where_an_alert_begins_to_call_for_it_within_the_range() {
        opens(present, "a", 10);
        worsens(present, "a", 10, 20);
        worsens(present, "a", 10, 30);
        resolves(present, "a", 10, 40);
        opens(present, "paged before", -20);
        worsens(present, "paged before", -20, -10);
        worsens(present, "paged before", -20, 10);

        assertThat(compared().present("rbac-drift")).isEqualTo(new RuleCount(1, 1, 1, 1, 1));
        assertThat(compared().other("rbac-drift")).isEqualTo(new RuleCount(0, 0, 0, 0, 0));
        assertThat(Comparison.total(compared().present())).isEqualTo(new RuleCount(1, 1, 1, 1, 1));
    }
}
