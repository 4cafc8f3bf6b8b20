package io.licensewatch.core.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.core.detect.Observation;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.source.Evidence;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.source.WatchedColumn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is remembered of refresh jobs, row by row; each step reads what the one before has stored. */
class ViewJobsTest {
    private static final SourceTable JOBS = SourceTable.MATERIALIZED_VIEW_REFRESH_JOBS;
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    private final SortedKeyValues store = new SortedKeyValues();
    private final List<String> leftOut = new ArrayList<>();
    private long lsn;

    @Test
    void failures_since_the_last_success_are_counted_and_how_many_were_concurrent() throws Exception {
        failed("1", 1, false);
        failed("2", 2, true);
        failed("3", 3, true);
        assertCounts(3, 2, 3);
        succeeded("4", 2);
        assertCounts(1, 1, 1);
        assertThat(rows()).containsExactly("3");
        failed("5", 1, true);
        assertCounts(1, 1, 1);
        failed("6", 2, true);
        assertCounts(1, 1, 1);
        succeeded("7", 9);
        assertCounts(0, 0, 0);
        assertThat(rows()).isEmpty();
    }

    @Test
    void a_success_that_turns_out_to_be_a_failure_is_undone() throws Exception {
        succeeded("1", 1);
        failed("2", 2, false);
        failed("3", 3, true);
        succeeded("4", 4);
        failed("5", 5, false);
        assertCounts(1, 0, 1);
        failed("4", 4, false);
        assertCounts(4, 1, 4);
        assertThat(rows()).containsExactly("2", "3", "4", "5");
        assertThat(jobs().state("v").lastSuccessAt()).isEqualTo(NOON.plusSeconds(2));
        assertThat(jobs().state("v").success())
                .isNotNull()
                .extracting(Evidence::key)
                .isEqualTo("1");
        failed("1", 1, false);
        assertCounts(5, 1, 5);
        assertThat(jobs().state("v").lastSuccessAt()).isNull();
        succeeded("3", 3);
        assertCounts(2, 0, 2);
    }

    @Test
    void a_success_that_is_running_again_is_undone() throws Exception {
        succeeded("1", 1);
        Map<String, @Nullable Object> running = row("v", 1, false, false);
        running.put("completed_at", null);
        change("1", RowChange.Op.UPDATE, running);
        assertThat(jobs().state("v").lastSuccessAt()).isNull();
        assertCounts(0, 0, 0);
    }

    @Test
    void a_row_that_is_read_again_is_counted_once_however_old_it_is() throws Exception {
        for (int round = 0; round < 3; round++) {
            for (int job = 1; job <= 150; job++) {
                failed("job-" + job, job, job == 7);
            }
            succeeded("first", 0);
            assertCounts(150, 1, ViewJobs.MAX_LISTED);
            assertThat(jobs().state("v").successStartedAt()).isEqualTo(NOON);
        }
    }

    @Test
    void of_jobs_that_are_not_kept_the_sum_is_exact_when_a_later_success_is_undone() throws Exception {
        succeeded("first", 0);
        for (int job = 1; job <= 150; job++) {
            failed("job-" + job, job, false);
        }
        succeeded("late", 151);
        assertCounts(0, 0, 0);
        failed("late", 151, true);
        assertCounts(151, 1, ViewJobs.MAX_LISTED);
        assertThat(jobs().state("v").lastSuccessAt()).isEqualTo(NOON.plusSeconds(1));
    }

    @Test
    void a_row_that_changes_counts_as_it_is_now() throws Exception {
        failed("1", 1, true);
        failed("1", 1, true);
        assertCounts(1, 1, 1);
        failed("1", 1, false);
        assertCounts(1, 0, 1);
        assertThat(change("1", RowChange.Op.UPDATE, row("other", 1, false, true)))
                .as("both views are concerned")
                .isEqualTo(Set.of("v", "other"));
        assertCounts(0, 0, 0);
        assertThat(jobs().state("other").failures()).isEqualTo(1);
    }

    @Test
    void a_row_that_changes_takes_none_of_the_others_with_it() throws Exception {
        failed("1", 1, true);
        failed("2", 2, false);
        failed("2", 2, false);
        assertCounts(2, 1, 2);
    }

    @Test
    void a_job_that_failed_in_the_second_before_a_success_is_over() throws Exception {
        Map<String, @Nullable Object> early = row("v", 1, false, false);
        early.put("started_at", "2026-03-10T12:00:01.5Z");
        change("early", RowChange.Op.CREATE, early);
        succeeded("late", 2);
        assertCounts(0, 0, 0);
    }

    @Test
    void a_row_that_is_deleted_has_failed_all_the_same_and_is_not_listed_any_more() throws Exception {
        failed("1", 1, true);
        failed("2", 2, false);
        assertThat(change("1", RowChange.Op.DELETE, null)).isEmpty();
        assertCounts(2, 1, 1);
        assertThat(rows()).containsExactly("2");
        change("1", RowChange.Op.DELETE, null);
        assertCounts(2, 1, 1);
    }

    @Test
    void of_a_view_that_fails_for_ever_the_newest_rows_are_listed_and_all_are_counted() throws Exception {
        for (int job = 0; job < 150; job++) {
            failed("job-" + job, job, false);
        }
        assertCounts(150, 0, ViewJobs.MAX_LISTED);
        assertThat(rows()).hasSize(ViewJobs.MAX_LISTED).startsWith("job-50").endsWith("job-149");
        succeeded("late", 148);
        assertCounts(1, 0, 1);
    }

    @Test
    void the_newest_success_is_kept_and_an_older_one_that_ended_later_moves_the_time() throws Exception {
        succeeded("1", 10);
        change("2", RowChange.Op.UPDATE, row("v", 5, true, false, 100));
        ViewState state = jobs().state("v");
        assertThat(state.successStartedAt()).isEqualTo(NOON.plusSeconds(10));
        assertThat(state.lastSuccessAt()).isEqualTo(NOON.plusSeconds(100));
        assertThat(state.success()).isNotNull().extracting(Evidence::key).isEqualTo("1");
        succeeded("3", 10);
        assertThat(jobs().state("v").success())
                .isNotNull()
                .extracting(Evidence::key)
                .isEqualTo("3");
        assertThat(jobs().state("v").lastSuccessAt()).isEqualTo(NOON.plusSeconds(100));
    }

    @Test
    void the_newest_success_is_the_evidence_for_the_end_of_alerts_about_views_only() throws Exception {
        succeeded("1", 10);
        for (Rule rule : new Rule[] {Rule.VIEW_REFRESH_FAILING, Rule.VIEW_STALE}) {
            assertThat(jobs().newestSuccess(new Observation.Absent(rule, "v", "CLEARED")))
                    .extracting(Evidence::key)
                    .containsExactly("1");
            assertThat(jobs().newestSuccess(new Observation.Absent(rule, "unknown", "CLEARED")))
                    .isEmpty();
        }
        assertThat(jobs().newestSuccess(new Observation.Absent(Rule.SYSTEM_HEALTH, "v", "CLEARED")))
                .isEmpty();
    }

    @Test
    void jobs_are_told_apart_by_the_microsecond_of_their_start() throws Exception {
        Map<String, @Nullable Object> early = row("v", 1, false, false);
        early.put("started_at", "2026-03-10T12:00:01.000001Z");
        change("early", RowChange.Op.CREATE, early);
        Map<String, @Nullable Object> late = row("v", 1, false, false);
        late.put("started_at", "2026-03-10T12:00:01.000003Z");
        change("late", RowChange.Op.CREATE, late);
        Map<String, @Nullable Object> between = row("v", 1, true, false);
        between.put("started_at", "2026-03-10T12:00:01.000002Z");
        change("between", RowChange.Op.CREATE, between);
        assertCounts(1, 0, 1);
        assertThat(rows()).containsExactly("late");
    }

    @Test
    void a_job_is_taken_without_what_only_describes_it_and_without_nothing_else() throws Exception {
        for (String column : JOBS.columns()) {
            leftOut.clear();
            Map<String, @Nullable Object> row = row("v", 1, false, false);
            if (column.equals("error_message")) {
                row.put("completed_at", null); // or nobody has to read it
            }
            row.put(column, Map.of("no", "such"));
            if (column.equals("id") || !WatchedColumn.of(JOBS, column).needed()) {
                change("1", RowChange.Op.UPDATE, row);
                assertThat(leftOut).isEqualTo(column.equals("concurrent") ? List.of("concurrent") : List.of());
            } else {
                assertThatThrownBy(() -> change("1", RowChange.Op.UPDATE, row))
                        .as(column)
                        .hasMessageContaining("." + column + " is not ");
            }
        }
    }

    private void assertCounts(long failures, long concurrent, long listed) {
        ViewState state = jobs().state("v");
        assertThat(new long[] {state.failures(), state.concurrentFailures(), state.listed()})
                .containsExactly(failures, concurrent, listed);
    }

    private List<String> rows() {
        return jobs().failures("v").stream().map(Evidence::key).toList();
    }

    private ViewJobs jobs() {
        return new ViewJobs(store, (table, column) -> leftOut.add(column));
    }

    private void failed(String id, long startedAt, boolean concurrent) throws MalformedRecordException {
        change(id, RowChange.Op.CREATE, row("v", startedAt, false, concurrent));
    }

    private void succeeded(String id, long startedAt) throws MalformedRecordException {
        change(id, RowChange.Op.CREATE, row("v", startedAt, true, false));
    }

    private static Map<String, @Nullable Object> row(String view, long startedAt, boolean success, boolean concurrent) {
        return row(view, startedAt, success, concurrent, startedAt + 1);
    }

    private static Map<String, @Nullable Object> row(
            String view, long startedAt, boolean success, boolean concurrent, long endedAt) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("view_name", view);
        row.put("started_at", NOON.plusSeconds(startedAt).toString());
        row.put("completed_at", NOON.plusSeconds(endedAt).toString());
        row.put("success", success);
        row.put("concurrent", concurrent);
        return row;
    }

    private Set<String> change(String id, RowChange.Op op, @Nullable Map<String, @Nullable Object> after)
            throws MalformedRecordException {
        lsn++;
        SourcePosition position = new SourcePosition(1, lsn, lsn);
        return jobs().apply(
                        new RowChange(JOBS.schema(), JOBS.tableName(), id, op, null, after, position, lsn, NOON, null));
    }
}
