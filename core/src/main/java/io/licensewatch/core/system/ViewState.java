package io.licensewatch.core.system;

import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.source.Evidence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Results of the refreshes of a view.
 *
 * @param successStartedAt start of the newest job that succeeded; null while none has
 * @param lastSuccessAt when a job succeeded last; null while none has
 * @param success the row of the newest job that succeeded
 * @param failures finished jobs that failed and started after that success
 * @param concurrentFailures how many of them were concurrent refreshes
 * @param listed how many of them can be identified by row
 */
record ViewState(
        @Nullable Instant successStartedAt,
        @Nullable Instant lastSuccessAt,
        @Nullable Evidence success,
        long failures,
        long concurrentFailures,
        long listed) {
    private static final int VERSION = 1;
    /** Of a value whose evidence names a command. */
    private static final int VERSION_OF_A_COMMAND = 2;

    static final ViewState UNKNOWN = new ViewState(null, null, null, 0, 0, 0);

    boolean countsFailureAt(Instant startedAt) {
        return successStartedAt == null || startedAt.isAfter(successStartedAt);
    }

    /** @param job one that started no earlier than those before, usually */
    ViewState with(FinishedJob job) {
        if (!job.succeeded()) {
            return countsFailureAt(job.startedAt()) ? withFailure(job) : this;
        }
        Instant latest = later(lastSuccessAt, job.endedAt());
        boolean older = successStartedAt != null && successStartedAt.isAfter(job.startedAt());
        return older
                ? new ViewState(successStartedAt, latest, success, failures, concurrentFailures, listed)
                : new ViewState(job.startedAt(), latest, job.evidence(), 0, 0, 0);
    }

    /** @param job one that started before failures that are counted already; how many of those are older is unknown */
    ViewState withLateSuccess(FinishedJob job) {
        ViewState success = with(job);
        return new ViewState(
                success.successStartedAt, success.lastSuccessAt, success.success, failures, concurrentFailures, listed);
    }

    private ViewState withFailure(FinishedJob job) {
        return new ViewState(
                successStartedAt,
                lastSuccessAt,
                success,
                failures + 1,
                concurrentFailures + (job.concurrent() ? 1 : 0),
                listed + (job.rowIsGone() ? 0 : 1));
    }

    private static Instant later(@Nullable Instant a, Instant b) {
        return a != null && a.isAfter(b) ? a : b;
    }

    byte[] toBytes() {
        ValueWriter out = writer(success);
        writeInstant(successStartedAt, out);
        writeInstant(lastSuccessAt, out);
        out.flag(success != null);
        if (success != null) {
            writeEvidence(success, out);
        }
        return out.number(failures).number(concurrentFailures).number(listed).toBytes();
    }

    static ViewState read(byte[] stored) {
        ValueReader in = reader(stored);
        return new ViewState(
                readInstant(in),
                readInstant(in),
                in.flag() ? readEvidence(in) : null,
                in.number(),
                in.number(),
                in.number());
    }

    private static void writeInstant(@Nullable Instant instant, ValueWriter out) {
        out.flag(instant != null);
        if (instant != null) {
            out.number(instant.getEpochSecond()).number(instant.getNano());
        }
    }

    private static @Nullable Instant readInstant(ValueReader in) {
        return in.flag() ? Instant.ofEpochSecond(in.number(), in.number()) : null;
    }

    /** For a value that holds no other evidence than this. */
    static ValueWriter writer(@Nullable Evidence evidence) {
        return new ValueWriter(evidence == null || evidence.commandId() == null ? VERSION : VERSION_OF_A_COMMAND);
    }

    static ValueReader reader(byte[] stored) {
        return new ValueReader(stored, VERSION, VERSION_OF_A_COMMAND);
    }

    static void writeEvidence(Evidence evidence, ValueWriter out) {
        out.text(evidence.table()).text(evidence.key()).text(evidence.lsn());
        out.number(evidence.committedAt().toEpochMilli());
        if (evidence.commandId() != null) {
            out.text(evidence.commandId());
        }
    }

    static Evidence readEvidence(ValueReader in) {
        return new Evidence(
                in.text(),
                in.text(),
                in.text(),
                Instant.ofEpochMilli(in.number()),
                in.version() == VERSION_OF_A_COMMAND ? in.text() : null);
    }
}
