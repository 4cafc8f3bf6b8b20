package io.licensewatch.core.system;

import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.row.Unreadable;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Evidence;
import io.licensewatch.schemas.source.RowChange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The refresh jobs of each view, as far as they matter: the last success, and the finished failures since. Jobs are ordered by their start,
 * so rows may arrive in any order. A row that changes counts with its present values.
 *
 * <p>A job whose row is deleted still counts: retention neither opens nor hides an alert. The newest jobs are kept by row, older ones as a sum.
 * A failure that is as old as those is in the sum already, or no longer counts. So only a later change of such a row is missed.
 */
final class ViewJobs {
    static final int MAX_LISTED = 100;
    private static final int OLDER = 0x01;
    // 0x02 is that of JobKey.
    private static final int ROW = 0x03;
    private static final int SUMMED = 0x04;
    private static final int VERSION = 1;

    private final KeyValues store;
    private final Unreadable unreadable;

    ViewJobs(KeyValues store, Unreadable unreadable) {
        this.store = store;
        this.unreadable = unreadable;
    }

    /** Takes a row; returns the views that it concerns. */
    Set<String> apply(RowChange change) throws MalformedRecordException {
        Map<String, @Nullable Object> row = change.after();
        if (row == null) {
            if (change.op() == RowChange.Op.DELETE) {
                rowGone(change.key());
            }
            return Set.of();
        }
        RefreshJob job = RefreshJob.of(change, row, unreadable);
        Set<String> views = new TreeSet<>(Set.of(job.view()));
        JobKey former = listed(change.key());
        if (former != null) {
            views.add(former.view());
            remove(former);
        }
        if (job.outcome() != RefreshJob.Outcome.RUNNING) {
            put(FinishedJob.of(job));
        }
        return views;
    }

    /** Checks that a row can be decoded. */
    static void check(RowChange change) throws MalformedRecordException {
        Map<String, @Nullable Object> row = change.after();
        if (row != null) {
            RefreshJob.of(change, row, Unreadable.IGNORED);
        }
    }

    private void put(FinishedJob job) {
        JobKey listed = job.key();
        byte[] key = listed.toBytes();
        if (isInSum(job.view(), key)) {
            if (job.succeeded()) {
                putSum(job.view(), olderThanListed(job.view()).withLateSuccess(job));
            }
            return;
        }
        store.put(key, job.toBytes());
        store.put(
                row(job.rowKey()),
                new ValueWriter(VERSION)
                        .text(listed.view())
                        .number(listed.startedAt())
                        .toBytes());
        List<FinishedJob> jobs = jobs(job.view());
        for (FinishedJob oldest : jobs.subList(0, Math.max(0, jobs.size() - MAX_LISTED))) {
            putSum(job.view(), olderThanListed(job.view()).with(oldest.gone()));
            store.put(summed(job.view()), oldest.key().toBytes());
            remove(oldest.key());
        }
    }

    /** A row that arrives again, as in a resync, does not count twice. */
    private boolean isInSum(String view, byte[] job) {
        byte[] last = store.get(summed(view));
        return last != null && Arrays.compareUnsigned(job, last) <= 0;
    }

    private void putSum(String view, ViewState sum) {
        store.put(older(view), sum.toBytes());
    }

    /** The row was deleted. The job still counts. */
    private void rowGone(String rowKey) {
        JobKey listed = listed(rowKey);
        byte[] key = listed == null ? null : listed.toBytes();
        byte[] stored = key == null ? null : store.get(key);
        if (listed != null && key != null && stored != null) {
            store.put(key, FinishedJob.read(listed, stored).gone().toBytes());
            store.delete(row(rowKey));
        }
    }

    private void remove(JobKey listed) {
        store.delete(listed.toBytes());
        store.delete(row(listed.rowKey()));
    }

    /** All views of which a job has ended. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        store.scan(JobKey.ALL, KeyWriter.after(JobKey.ALL), (key, value) -> {
            names.add(JobKey.read(key).view());
            return true;
        });
        return names;
    }

    ViewState state(String view) {
        ViewState state = olderThanListed(view);
        for (FinishedJob job : jobs(view)) {
            state = state.with(job);
        }
        return state;
    }

    private ViewState olderThanListed(String view) {
        byte[] stored = store.get(older(view));
        return stored == null ? ViewState.UNKNOWN : ViewState.read(stored);
    }

    /** In the order in which they started. */
    private List<FinishedJob> jobs(String view) {
        List<FinishedJob> jobs = new ArrayList<>();
        byte[] all = JobKey.of(view);
        store.scan(all, KeyWriter.after(all), (key, value) -> jobs.add(FinishedJob.read(JobKey.read(key), value)));
        return jobs;
    }

    /** The row of the newest job that succeeded, if the observation is about a view. */
    List<Evidence> newestSuccess(Observation observation) {
        boolean ofView = observation.rule() == Rule.VIEW_REFRESH_FAILING || observation.rule() == Rule.VIEW_STALE;
        Evidence success = ofView ? state(observation.subject()).success() : null;
        return success == null ? List.of() : List.of(success);
    }

    /** The rows of the failures since the last success that still exist. */
    List<Evidence> failures(String view) {
        ViewState state = state(view);
        return jobs(view).stream()
                .filter(job -> !job.succeeded() && !job.rowIsGone() && state.countsFailureAt(job.startedAt()))
                .map(FinishedJob::evidence)
                .toList();
    }

    private @Nullable JobKey listed(String rowKey) {
        byte[] stored = store.get(row(rowKey));
        if (stored == null) {
            return null;
        }
        ValueReader in = new ValueReader(stored, VERSION);
        return new JobKey(in.text(), in.number(), rowKey);
    }

    private static byte[] older(String view) {
        return new KeyWriter().tag(OLDER).text(view).toBytes();
    }

    /** The newest job of the sum. */
    private static byte[] summed(String view) {
        return new KeyWriter().tag(SUMMED).text(view).toBytes();
    }

    private static byte[] row(String rowKey) {
        return new KeyWriter().tag(ROW).rowKey(rowKey).toBytes();
    }
}
