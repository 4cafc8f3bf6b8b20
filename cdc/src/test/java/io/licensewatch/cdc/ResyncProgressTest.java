package io.licensewatch.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.cdc.checkpoint.Checkpoint;
import io.licensewatch.cdc.checkpoint.Resyncs;
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

        assertThat(REQUEST.text(Optional.empty())).contains("has not run yet");
        assertThat(REQUEST.text(at("0/90", Resyncs.NONE))).contains("waiting for the feed to read the request");
        assertThat(REQUEST.text(at("0/90", waiting))).contains("waiting for transactions");
        assertThat(REQUEST.text(at("0/200", waiting.read(7)))).contains("7 rows");
        assertThat(REQUEST.text(at("0/200", Resyncs.NONE))).isEqualTo("done");
        assertThat(REQUEST.isDone(at("0/200", Resyncs.NONE))).isTrue();
        assertThat(REQUEST.isDone(at("0/200", waiting))).isFalse();
    }

    @Test
    void a_later_snapshot_that_is_whole_serves_it_too() {
        Checkpoint later = Checkpoint.snapshotBegins("s", "7/app", 3, Instant.EPOCH);

        assertThat(REQUEST.isDone(Optional.of(later))).isFalse();
        assertThat(REQUEST.text(Optional.of(later))).contains("snapshot of epoch 3");
        assertThat(REQUEST.isDone(Optional.of(new Checkpoint("s", "7/app", 3, true, Instant.EPOCH, 5, null, null))))
                .isTrue();
    }

    private static Optional<Checkpoint> at(String commit, Resyncs resyncs) {
        Checkpoint.LastEvent position = new Checkpoint.LastEvent(commit, 7, commit, 1);
        return Optional.of(
                new Checkpoint("s", "7/app", 2, true, Instant.EPOCH, 5, position, commit).with(Map.of(), resyncs));
    }
}
