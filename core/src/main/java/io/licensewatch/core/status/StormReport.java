package io.licensewatch.core.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.json.MalformedRecordException;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;

/**
 * What the system's task says to those of the tenants: {@code multi-tenant-impact} is open for a rule, or no longer.
 *
 * @param version of this form; it is read by the same release that writes it, or the next
 * @param rule one about tenants
 * @param at source time of the frontier at which that was seen
 */
public record StormReport(int version, String rule, boolean open, Instant at) {
    private static final int VERSION = 1;
    private static final ObjectWriter WRITER = Json.MAPPER.writerFor(StormReport.class);
    private static final ObjectReader READER = Json.MAPPER.readerFor(StormReport.class);

    public StormReport {
        if (version != VERSION) {
            throw new IllegalArgumentException("storm report of version " + version + ", expected " + VERSION);
        }
        if (!Rule.isOfTenants(rule)) {
            throw new IllegalArgumentException("storm report of rule " + rule + ", which is not about tenants");
        }
        Objects.requireNonNull(at, "at");
    }

    public static StormReport of(String rule, boolean open, Instant at) {
        return new StormReport(VERSION, rule, open, at);
    }

    public String toJson() {
        try {
            return WRITER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a storm report as JSON", e);
        }
    }

    public static StormReport read(byte[] json) throws MalformedRecordException {
        try {
            StormReport report = READER.readValue(json);
            if (report == null) {
                throw new MalformedRecordException("not a storm report: null");
            }
            return report;
        } catch (IOException | RuntimeException e) {
            throw new MalformedRecordException("not a storm report: invalid JSON, or a field is missing or wrong");
        }
    }
}
