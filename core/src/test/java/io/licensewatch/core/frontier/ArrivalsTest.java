package io.licensewatch.core.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.RowPlace;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final SourceTable TABLE = SourceTable.USER_ROLES;

    private final Arrivals arrivals = Arrivals.ofTenantRows(new SortedKeyValues());

    @Test
    void an_older_row_is_a_replay_unless_an_incremental_snapshot_read_it() {
        assertThat(came(200, false)).isTrue();
        assertThat(came(199, false)).isFalse();
        assertThat(came(200, false)).as("of the same statement").isTrue();
        assertThat(came(150, true)).as("incremental snapshot").isTrue();
        assertThat(came(149, true)).as("incremental snapshot, and older").isTrue();
    }

    @Test
    void the_two_ways_do_not_vouch_for_each_other() {
        came(200, false);
        assertThat(arrivals.include(covered(TABLE.qualifiedName(), 200, false))).isTrue();
        assertThat(arrivals.include(covered(TABLE.qualifiedName(), 200, true))).isFalse();
        came(300, true);
        assertThat(arrivals.include(covered(TABLE.qualifiedName(), 300, true))).isTrue();
        assertThat(arrivals.include(covered(TABLE.qualifiedName(), 300, false))).isFalse();
    }

    @Test
    void rows_of_a_table_that_is_not_known_are_not_waited_for() {
        assertThat(arrivals.include(covered("public.of_a_later_version", 200, false)))
                .isTrue();
    }

    @Test
    void the_newest_is_that_of_either_way() {
        assertThat(arrivals.newest()).isEqualTo(SourcePosition.START);
        came(200, false);
        assertThat(arrivals.newest()).isEqualTo(at(200));
        came(300, true);
        assertThat(arrivals.newest()).isEqualTo(at(300));
        came(400, false);
        assertThat(arrivals.newest()).isEqualTo(at(400));
    }

    private boolean came(long lsn, boolean incremental) {
        return arrivals.add(TABLE, new RowPlace(TABLE.schema(), TABLE.tableName(), at(lsn), incremental));
    }

    private static SourcePosition at(long lsn) {
        return new SourcePosition(1, 50, lsn);
    }

    private static Frontier.Covered covered(String table, long lsn, boolean incremental) {
        return new Frontier.Covered(table, false, 0, incremental, 1, Lsn.text(50), Lsn.text(lsn), 1);
    }
}
