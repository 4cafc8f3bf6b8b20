package io.licensewatch.core.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.licensewatch.core.engine.Backfill;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.json.MalformedRecordException;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * What a tenant task reports to the system task before it has passed the first frontier behind a snapshot or behind its start: how much is
 * left.
 *
 * @param version of this form; it is read by the same release that writes it, or the next
 * @param left rows to be taken, or tenants to be evaluated; it only decreases within a stage, also after a restart
 */
public record CatchUpReport(int version, Backfill.Stage stage, long left) {
    private static final int VERSION = 1;
    private static final ObjectWriter WRITER = Json.MAPPER.writerFor(CatchUpReport.class);
    private static final ObjectReader READER = Json.MAPPER.readerFor(CatchUpReport.class);

    public CatchUpReport {
        if (version != VERSION) {
            throw new IllegalArgumentException("catch-up report of version " + version + ", expected " + VERSION);
        }
        Objects.requireNonNull(stage, "stage");
        if (left < 0) {
            throw new IllegalArgumentException("catch-up report with " + left + " left");
        }
    }

    /** Empty while the total is unknown. */
    public static Optional<CatchUpReport> of(Backfill backfill) {
        return backfill.expected() < 0
                ? Optional.empty()
                : Optional.of(new CatchUpReport(
                        VERSION, backfill.stage(), Math.max(0, backfill.expected() - backfill.done())));
    }

    /** Whether less is left than by a former report of the same task. */
    public boolean isNearerThan(CatchUpReport former) {
        return stage == former.stage ? left < former.left : stage.compareTo(former.stage) > 0;
    }

    public String toJson() {
        try {
            return WRITER.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a catch-up report as JSON", e);
        }
    }

    public static CatchUpReport read(byte[] json) throws MalformedRecordException {
        try {
            CatchUpReport report = READER.readValue(json);
            if (report == null) {
                throw new MalformedRecordException("not a catch-up report: null");
            }
            return report;
        } catch (IOException | RuntimeException e) {
            throw new MalformedRecordException("not a catch-up report: invalid JSON, or a field is missing or wrong");
        }
    }
}
