package io.licensewatch.core.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.alert.Severity;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.SourcePosition;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a tenant's task reports about it to the system's task.
 *
 * @param version of this form; it is read by the same release that writes it, or the next
 * @param live whether it is in scope; where it is not, nothing else counts
 * @param open its open alerts, sorted
 * @param newlyCritical rules by which it became CRITICAL in this evaluation, other than by a snapshot
 * @param held how many of its commands are held back, by the reason
 * @param position of the frontier of the evaluation
 * @param at source time of that frontier
 */
public record TenantReport(
        int version,
        String tenantId,
        boolean live,
        List<Open> open,
        List<String> newlyCritical,
        Map<String, Long> held,
        SourcePosition position,
        Instant at) {
    private static final int VERSION = 1;
    private static final ObjectWriter WRITER = Json.MAPPER.writerFor(TenantReport.class);
    private static final ObjectReader READER = Json.MAPPER.readerFor(TenantReport.class);

    public TenantReport {
        if (version != VERSION) {
            throw new IllegalArgumentException("tenant report of version " + version + ", expected " + VERSION);
        }
        Objects.requireNonNull(tenantId, "tenantId");
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(at, "at");
        open = List.copyOf(open);
        newlyCritical = List.copyOf(newlyCritical);
        held = held == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(held)); // of an earlier release
    }

    public static TenantReport of(
            String tenantId,
            boolean live,
            List<Open> open,
            List<String> newlyCritical,
            Map<String, Long> held,
            Frontier at) {
        return new TenantReport(VERSION, tenantId, live, open, newlyCritical, held, at.position(), at.sourceTime());
    }

    /** An open alert. */
    public record Open(String rule, String subject, Severity severity) {
        public Open {
            Objects.requireNonNull(rule, "rule");
            Objects.requireNonNull(subject, "subject");
            Objects.requireNonNull(severity, "severity");
        }
    }

    /** All of it but the time, to see whether it has changed. */
    public byte[] content() {
        ValueWriter out = new ValueWriter(VERSION).flag(live).number(open.size());
        open.forEach(alert -> out.text(alert.rule())
                .text(alert.subject())
                .text(alert.severity().name()));
        held.forEach((reason, count) -> out.text(reason).number(count));
        return out.toBytes();
    }

    public String toJson() {
        try {
            return WRITER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a tenant report as JSON", e);
        }
    }

    public static TenantReport read(byte[] json) throws MalformedRecordException {
        try {
            TenantReport report = READER.readValue(json);
            if (report == null) {
                throw new MalformedRecordException("not a tenant report: null");
            }
            return report;
        } catch (IOException | RuntimeException e) {
            throw new MalformedRecordException("not a tenant report: invalid JSON, or a field is missing");
        }
    }
}
