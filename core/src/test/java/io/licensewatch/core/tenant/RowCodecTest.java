package io.licensewatch.core.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.core.row.AssignmentRow;
import io.licensewatch.core.row.Boundary;
import io.licensewatch.core.row.RolePermissionRow;
import io.licensewatch.core.row.RowOrigin;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows are on disk; a change of these bytes is a migration. */
class RowCodecTest {
    private static final String KEY = "{\"id\":\"7\"}";
    private static final SourcePosition POSITION = new SourcePosition(1, 100, 110);
    private static final String PLACE = "02c801dc01904e";

    @Test
    void a_row_that_no_command_has_changed_pays_nothing() {
        RolePermissionRow row = row(null);

        assertThat(hex(RowCodec.encode(row))).isEqualTo("01" + PLACE + "010272" + "010270");
        assertThat(RowCodec.rolePermission(KEY, RowCodec.encode(row))).isEqualTo(row);
    }

    @Test
    void a_row_keeps_the_command_that_has_changed_it() {
        RolePermissionRow row = row("c-1");

        assertThat(hex(RowCodec.encode(row))).isEqualTo("02" + PLACE + "06632d31" + "010272" + "010270");
        assertThat(RowCodec.rolePermission(KEY, RowCodec.encode(row))).isEqualTo(row);
        assertThat(RowCodec.position(RowCodec.encode(row))).isEqualTo(POSITION);
    }

    @Test
    void the_row_that_moved_a_seat_keeps_it_too() {
        for (RowOrigin origin : new RowOrigin[] {origin(null), origin("c-1")}) {
            assertThat(RowCodec.assignmentOrigin(RowCodec.encode(origin))).isEqualTo(origin);
            RowCodec.StoredAssignment stored =
                    new RowCodec.StoredAssignment(new AssignmentRow(origin, "u", "r", true, Boundary.NONE), true);
            assertThat(RowCodec.assignment(KEY, RowCodec.encode(stored))).isEqualTo(stored);
        }
    }

    @Test
    void a_version_that_is_not_known_stops_the_task() {
        byte[] stored = RowCodec.encode(row(null));
        stored[0] = 3;

        assertThatThrownBy(() -> RowCodec.position(stored)).isInstanceOf(IllegalStateException.class);
    }

    private static RolePermissionRow row(@Nullable String command) {
        return new RolePermissionRow(
                new RowOrigin(SourceTable.ROLE_PERMISSIONS, KEY, POSITION, 5_000, command), "r", "p");
    }

    private static RowOrigin origin(@Nullable String command) {
        return new RowOrigin(SourceTable.USER_ROLES, KEY, POSITION, 5_000, command);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
