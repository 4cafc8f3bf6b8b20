package io.licensewatch.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.alert.Level;
import io.licensewatch.schemas.alert.Route;
import io.licensewatch.schemas.alert.Severity;
import java.time.Instant;
import java.util.List;

/** What all detectors say of a tenant at a time, and what a test expects of it. */
record Observed(Detection detection) {

    static Observed of(GivenTenant tenant, String now) {
        return of(tenant, Instant.parse(now), DetectionSettings.defaults());
    }

    static Observed of(GivenTenant tenant, Instant now, DetectionSettings settings) {
        return new Observed(new TenantDetectors(settings).detect(Assessment.of(tenant.facts(), now, settings)));
    }

    Observation about(Rule rule) {
        List<Observation> found = detection.observations().stream()
                .filter(observation -> observation.rule() == rule)
                .toList();
        assertThat(found).as("one observation of %s", rule).hasSize(1);
        return found.get(0);
    }

    Finding finding(Rule rule) {
        assertThat(about(rule)).isInstanceOf(Observation.Holds.class);
        return ((Observation.Holds) about(rule)).finding();
    }

    Observed holds(Rule rule, String stage, Severity severity, Level level, Route... routes) {
        Finding finding = finding(rule);
        assertThat(List.of(finding.stage(), finding.severity(), finding.level(), finding.routes()))
                .isEqualTo(List.of(stage, severity, level, List.of(routes)));
        return this;
    }

    Observed absent(Rule rule) {
        return absent(rule, "CLEARED");
    }

    Observed absent(Rule rule, String reason) {
        assertThat(about(rule)).isEqualTo(new Observation.Absent(rule, reason));
        return this;
    }

    Observed recheckAt(String time) {
        assertThat(detection.recheckAt()).isEqualTo(Instant.parse(time));
        return this;
    }

    Observed neverRechecked() {
        assertThat(detection.recheckAt()).isEqualTo(Instant.MAX);
        return this;
    }
}
