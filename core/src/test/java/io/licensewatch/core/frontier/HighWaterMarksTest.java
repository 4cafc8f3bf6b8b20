package io.licensewatch.core.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.state.TaskKeys;
import io.licensewatch.core.store.Below;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.core.store.Space;
import io.licensewatch.core.store.WriteBehind;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import org.junit.jupiter.api.Test;

class HighWaterMarksTest {
    private static final SourceTable TABLE = SourceTable.USER_ROLES;

    private final SortedKeyValues store = new SortedKeyValues();
    private HighWaterMarks marks = open();

    private HighWaterMarks open() {
        return new HighWaterMarks(store, HighWaterMarks.Stream.TENANT_ROWS);
    }

    private static SourcePosition at(long lsn) {
        return new SourcePosition(3, 50, lsn);
    }

    @Test
    void what_is_older_is_no_news_and_leaves_the_mark_where_it_is() {
        assertThat(marks.rise(TABLE, at(200))).isTrue();
        assertThat(marks.rise(TABLE, at(199))).isFalse();
        assertThat(marks.rise(SourceTable.ROLES, at(1))).as("of another table").isTrue();
        assertThat(marks.includes(TABLE, at(200), 1)).isTrue();
        assertThat(marks.newest()).isEqualTo(at(200));
        assertThat(marks.rise(TABLE, at(201))).isTrue();
    }

    @Test
    void rows_that_share_a_position_are_counted_also_by_another_process() {
        marks.rise(TABLE, at(200));
        assertThat(marks.includes(TABLE, at(200), 1)).isTrue();
        assertThat(marks.includes(TABLE, at(200), 2)).isFalse();
        assertThat(marks.rise(TABLE, at(200))).isTrue();
        marks = open();
        assertThat(marks.rise(TABLE, at(200))).isTrue();
        assertThat(marks.includes(TABLE, at(200), 3)).isTrue();
        assertThat(marks.includes(TABLE, at(200), 4)).isFalse();
        assertThat(marks.includes(TABLE, at(199), 99)).as("it has passed").isTrue();
        assertThat(marks.includes(TABLE, at(201), 1)).isFalse();
        marks.rise(TABLE, at(300));
        assertThat(marks.includes(TABLE, at(300), 2)).as("counted from one").isFalse();
    }

    /** It moves with each row, and is put once: with the rest, or not at all. */
    @Test
    void a_mark_is_put_before_the_store_is_flushed_and_not_with_each_row() {
        byte[] key = TaskKeys.highWater(HighWaterMarks.Stream.TENANT_ROWS.name(), TABLE);
        WriteBehind memory = new WriteBehind(Below.of(store), 100_000);
        marks = new HighWaterMarks(new Space(memory, 9), HighWaterMarks.Stream.TENANT_ROWS);
        marks.rise(TABLE, at(200));
        assertThat(new Space(memory, 9).get(key)).isNull();
        marks.rise(TABLE, at(201));
        memory.flush();
        memory.flush();
        HighWaterMarks next = new HighWaterMarks(new Space(store, 9), HighWaterMarks.Stream.TENANT_ROWS);
        assertThat(next.newest()).isEqualTo(at(201));
        marks.rise(TABLE, at(202));
        memory.clear();
        memory.flush();
        next = new HighWaterMarks(new Space(store, 9), HighWaterMarks.Stream.TENANT_ROWS);
        assertThat(next.newest()).as("forgotten with the transaction").isEqualTo(at(201));
    }
}
