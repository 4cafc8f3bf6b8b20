package io.licensewatch.core.system;

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

    JobKey key() {
        return JobKey.of(view, startedAt, rowKey);
    }

    static FinishedJob read(JobKey key, byte[] value) {
        ValueReader kept = ViewState.reader(value);
        return new FinishedJob(
                key.view(),
                key.start(),
                key.rowKey(),
                kept.flag(),
                kept.flag(),
                kept.flag(),
                Instant.ofEpochSecond(kept.number(), kept.number()),
                ViewState.readEvidence(kept));
    }
}
