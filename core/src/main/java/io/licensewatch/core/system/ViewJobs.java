package io.licensewatch.core.system;

import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.alert.Evidence;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.RowChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The refresh jobs of each view, as far as they matter: the last success, and the finished failures since. Jobs are
 * ordered by their start, so rows may come in any order.
 *
 * <p>A row that is deleted has happened all the same: retention neither raises nor hides anything. Of a view that fails
 * for ever only the newest failures are kept by row; their number stays exact.
 */
final class ViewJobs {
    static final int MAX_LISTED = 100;
    private static final int VIEW = 0x01;
    private static final int FAILURE = 0x02;
    private static final int ROW = 0x03;
    private static final int VERSION = 1;

    private final KeyValues store;

    ViewJobs(KeyValues store) {
        this.store = store;
    }

    /** Takes a row; returns the views that it concerns. */
    Set<String> apply(RowChange change) throws MalformedRecordException {
        Map<String, @Nullable Object> row = change.after();
        if (row == null) {
            if (change.op() == RowChange.Op.DELETE) {
                unlist(change.key());
            }
            return Set.of();
        }
        RefreshJob job = RefreshJob.of(change, row);
        Set<String> views = new TreeSet<>(Set.of(job.view()));
        Listed former = listed(change.key());
        if (former != null) {
            views.add(former.view());
            ViewState state = state(former.view());
            put(former.view(), state.withFailure(-1, remove(former, change.key())));
        }
        switch (job.outcome()) {
            case FAILED -> fail(job);
            case SUCCEEDED -> succeed(job);
            case RUNNING -> {}
        }
        return views;
    }

    /** Checks that a row can be understood. */
    static void check(RowChange change) throws MalformedRecordException {
        Map<String, @Nullable Object> row = change.after();
        if (row != null) {
            RefreshJob.of(change, row);
        }
    }

    private void fail(RefreshJob job) {
        ViewState state = state(job.view());
        if (!state.countsFailureAt(job.startedAt())) {
            return;
        }
        Listed listed = new Listed(job.view(), micros(job.startedAt()));
        String key = job.origin().key();
        Evidence evidence = job.origin().evidence();
        ValueWriter out = ViewState.writer(evidence).flag(job.concurrent());
        ViewState.writeEvidence(evidence, out);
        store.put(failure(listed, key), out.toBytes());
        store.put(
                row(key),
                new ValueWriter(VERSION)
                        .text(listed.view())
                        .number(listed.startedAt())
                        .toBytes());
        ViewState next = state.withFailure(1, job.concurrent());
        put(job.view(), next.listed() > MAX_LISTED ? unlistOldest(job.view(), next) : next);
    }

    private void succeed(RefreshJob job) {
        ViewState state = state(job.view());
        if (state.successStartedAt() != null && state.successStartedAt().isAfter(job.startedAt())) {
            put(job.view(), state.withOlderSuccess(job));
            return;
        }
        long until = micros(job.startedAt());
        List<String> over = new ArrayList<>();
        long[] left = new long[2];
        store.scan(failuresOf(job.view()), KeyWriter.after(failuresOf(job.view())), (key, value) -> {
            Failure failure = Failure.read(key, value);
            if (failure.startedAt() <= until) {
                over.add(failure.rowKey());
            } else {
                left[0]++;
                left[1] += failure.concurrent() ? 1 : 0;
            }
            return true;
        });
        for (String rowKey : over) {
            Listed listed = listed(rowKey);
            if (listed != null) {
                remove(listed, rowKey);
            }
        }
        put(job.view(), state.withSuccess(job, left[0], left[1]));
    }

    private ViewState unlistOldest(String view, ViewState state) {
        List<String> oldest = new ArrayList<>();
        store.scan(failuresOf(view), KeyWriter.after(failuresOf(view)), (key, value) -> {
            oldest.add(Failure.read(key, value).rowKey());
            return false;
        });
        for (String rowKey : oldest) {
            Listed listed = listed(rowKey);
            if (listed != null) {
                remove(listed, rowKey);
            }
        }
        return state.withListed(-oldest.size());
    }

    /** The row is gone, the failure remains. */
    private void unlist(String rowKey) {
        Listed listed = listed(rowKey);
        if (listed != null) {
            remove(listed, rowKey);
            put(listed.view(), state(listed.view()).withListed(-1));
        }
    }

    /** Returns whether it was a concurrent refresh. */
    private boolean remove(Listed listed, String rowKey) {
        byte[] key = failure(listed, rowKey);
        byte[] stored = store.get(key);
        store.delete(key);
        store.delete(row(rowKey));
        return stored != null && ViewState.reader(stored).flag();
    }

    /** All views of which a job has ended. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        byte[] all = new KeyWriter().tag(VIEW).toBytes();
        store.scan(all, KeyWriter.after(all), (key, value) -> {
            KeyReader in = new KeyReader(key);
            in.tag();
            return names.add(in.text());
        });
        return names;
    }

    ViewState state(String view) {
        byte[] stored = store.get(view(view));
        return stored == null ? ViewState.UNKNOWN : ViewState.read(stored);
    }

    private void put(String view, ViewState state) {
        store.put(view(view), state.toBytes());
    }

    /** The row of the newest job that succeeded, if the observation is about a view. */
    List<Evidence> newestSuccess(Observation observation) {
        boolean ofView = observation.rule() == Rule.VIEW_REFRESH_FAILING || observation.rule() == Rule.VIEW_STALE;
        Evidence success = ofView ? state(observation.subject()).success() : null;
        return success == null ? List.of() : List.of(success);
    }

    /** The rows of the failures since the last success, as far as they are listed. */
    List<Evidence> failures(String view) {
        List<Evidence> rows = new ArrayList<>();
        store.scan(failuresOf(view), KeyWriter.after(failuresOf(view)), (key, value) -> {
            ValueReader in = ViewState.reader(value);
            in.flag();
            rows.add(ViewState.readEvidence(in));
            return true;
        });
        return rows;
    }

    private @Nullable Listed listed(String rowKey) {
        byte[] stored = store.get(row(rowKey));
        if (stored == null) {
            return null;
        }
        ValueReader in = new ValueReader(stored, VERSION);
        return new Listed(in.text(), in.number());
    }

    private static byte[] view(String view) {
        return new KeyWriter().tag(VIEW).text(view).toBytes();
    }

    private static byte[] failuresOf(String view) {
        return new KeyWriter().tag(FAILURE).text(view).toBytes();
    }

    private static byte[] failure(Listed listed, String rowKey) {
        return new KeyWriter()
                .tag(FAILURE)
                .text(listed.view())
                .number(listed.startedAt())
                .rowKey(rowKey)
                .toBytes();
    }

    private static byte[] row(String rowKey) {
        return new KeyWriter().tag(ROW).rowKey(rowKey).toBytes();
    }

    private static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }

    /** @param startedAt microseconds since 1970, as Postgres counts */
    private record Listed(String view, long startedAt) {}

    /** An entry of the list. */
    private record Failure(long startedAt, String rowKey, boolean concurrent) {
        static Failure read(byte[] key, byte[] value) {
            KeyReader in = new KeyReader(key);
            in.tag();
            in.text();
            return new Failure(in.number(), in.rowKey(), ViewState.reader(value).flag());
        }
    }
}
