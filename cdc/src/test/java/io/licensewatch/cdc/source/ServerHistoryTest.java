package io.licensewatch.cdc.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.schemas.source.Lsn;
import org.junit.jupiter.api.Test;

class ServerHistoryTest {
    @Test
    void a_history_file_has_a_line_for_each_switch() {
        String file = "1\t0/16B3748\tno recovery target specified\n\n2\tFF/258\tbefore 2026-03-10 10:00:00+00\n";

        ServerHistory history = new ServerHistory(3, 0, ServerHistory.parse(file));

        assertThat(history.left(1)).contains(Lsn.parse("0/16B3748"));
        assertThat(history.left(2)).contains(Lsn.parse("FF/258"));
        assertThat(history.left(3)).isEmpty();
    }

    @Test
    void what_is_no_history_file_is_not_understood() {
        assertThat(ServerHistory.parse(null)).isNull();
        assertThat(ServerHistory.parse("\\x310930")).isNull();
        assertThat(ServerHistory.parse("1 first")).isNull();
        assertThat(ServerHistory.parse("one\t0/1\tx")).isNull();
        assertThat(new ServerHistory(2, 0, null).left(1)).isEmpty();
    }
}
