package io.licensewatch.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.progress.Progress;
import io.licensewatch.cdc.progress.Resyncs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResyncProgressTest {
    private static final ResyncProgress REQUEST = new ResyncProgress("1", 0x100, 2);

    @Test
    void a_request_is_met_waits_and_is_done() {
        Resyncs waiting = Resyncs.NONE.requested(new Resyncs.Request("1", List.of("public.a")));

        assertThat(REQUEST.tell(Optional.empty())).contains("has not run yet");
        assertThat(REQUEST.tell(at("0/90", Resyncs.NONE))).contains("waiting for the feed to meet the request");
        assertThat(REQUEST.tell(at("0/90", waiting))).contains("waiting for transactions");
        assertThat(REQUEST.tell(at("0/200", waiting.read(7)))).contains("7 rows");
        assertThat(REQUEST.tell(at("0/200", Resyncs.NONE))).isEqualTo("done");
        assertThat(REQUEST.isDone(at("0/200", Resyncs.NONE))).isTrue();
        assertThat(REQUEST.isDone(at("0/200", waiting))).isFalse();
    }

    @Test
    void a_later_snapshot_that_is_whole_serves_it_too() {
        Progress later = Progress.snapshotBegins("s", "7/app", 3, Instant.EPOCH);

        assertThat(REQUEST.isDone(Optional.of(later))).isFalse();
        assertThat(REQUEST.tell(Optional.of(later))).contains("snapshot of epoch 3");
        assertThat(REQUEST.isDone(Optional.of(new Progress("s", "7/app", 3, true, Instant.EPOCH, 5, null, null))))
                .isTrue();
    }

    private static Optional<Progress> at(String commit, Resyncs resyncs) {
        Progress.Position position = new Progress.Position(commit, 7, commit, 1);
        return Optional.of(
                new Progress("s", "7/app", 2, true, Instant.EPOCH, 5, position, commit).with(Map.of(), resyncs));
    }
}
