package io.licensewatch.core.system;

import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.source.Evidence;
import java.time.Instant;

/**
 * A refresh that has ended, as it is kept.
 *
 * @param startedAt to the microsecond
 * @param rowIsGone whether the row has been deleted since
 */
record FinishedJob(
        String view,
        Instant startedAt,
        String rowKey,
        boolean succeeded,
        boolean concurrent,
        boolean rowIsGone,
        Instant endedAt,
        Evidence evidence) {
    private static final long MICROS = 1_000_000;

    static FinishedJob of(RefreshJob job) {
        return new FinishedJob(
                job.view(),
                job.startedAt(),
                job.origin().key(),
                job.outcome() == RefreshJob.Outcome.SUCCEEDED,
                job.concurrent(),
                false,
                job.endedAt(),
                job.origin().evidence());
    }

    FinishedJob gone() {
        return new FinishedJob(view, startedAt, rowKey, succeeded, concurrent, true, endedAt, evidence);
    }

    byte[] toBytes() {
        ValueWriter out = ViewState.writer(evidence)
                .flag(succeeded)
                .flag(concurrent)
                .flag(rowIsGone)
                .number(endedAt.getEpochSecond())
                .number(endedAt.getNano());
        ViewState.writeEvidence(evidence, out);
        return out.toBytes();
    }

    /** @param key tag, view, start, row key */
    static FinishedJob read(byte[] key, byte[] value) {
        KeyReader in = new KeyReader(key);
        in.tag();
        String view = in.text();
        long micros = in.number();
        ValueReader kept = ViewState.reader(value);
        return new FinishedJob(
                view,
                Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000),
                in.rowKey(),
                kept.flag(),
                kept.flag(),
                kept.flag(),
                Instant.ofEpochSecond(kept.number(), kept.number()),
                ViewState.readEvidence(kept));
    }
}
