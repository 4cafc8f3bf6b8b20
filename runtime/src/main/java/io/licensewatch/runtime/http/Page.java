package io.licensewatch.runtime.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.licensewatch.schemas.json.Json;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;

/** The response to one request. */
record Page(int status, String contentType, String body) {
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    static Page metrics(PrometheusMeterRegistry metrics) {
        return new Page(OK, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape());
    }

    static Page health(HealthReport report) {
        try {
            return new Page(
                    report.status() == Health.Status.UP ? OK : UNAVAILABLE,
                    "application/json",
                    Json.MAPPER.writeValueAsString(report));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write health as JSON", e);
        }
    }

    static Page text(int status, String body) {
        return new Page(status, "text/plain; charset=utf-8", body);
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
