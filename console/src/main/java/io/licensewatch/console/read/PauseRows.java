package io.licensewatch.console.read;

import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.result.Pauses;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What is paused, as far as the topics say. */
public final class PauseRows {
    /** The worker repeats its report each minute; one that is older says nothing about now. */
    private static final Duration HOLDS_FOR = Duration.ofMinutes(3);

    private static final int MOST = 20;

    private PauseRows() {}

    /**
     * @param reported by the worker, of pauses in the database too; null where none has reported
     * @param unconfirmed what people have paused or resumed by an action after that, the newest first, cut to a few
     */
    public record State(@Nullable Pauses reported, List<OperatorAction> unconfirmed) {
        /** Whether the report says what is paused now. */
        public boolean isKnown(Instant now) {
            return reported != null && now.isBefore(reported.at().plus(HOLDS_FOR));
        }
    }

    public static State now(Handle handle) {
        Pauses reported = handle.createQuery("SELECT record FROM pauses")
                .map((row, context) -> Stored.record(JsonCodec.PAUSES, row.getString(1)))
                .findOne()
                .orElse(null);
        return new State(reported, unconfirmed(handle, reported));
    }

    /** By two clocks, the database's and that of who decides: one that is behind is confirmed a minute late. */
    private static List<OperatorAction> unconfirmed(Handle handle, @Nullable Pauses reported) {
        return handle
                .createQuery("SELECT record FROM action WHERE at_ms > :at AND kind IN ('PAUSE', 'RESUME')"
                        + " ORDER BY at_ms DESC LIMIT :most")
                .bind("at", reported == null ? 0 : reported.at().toEpochMilli())
                .bind("most", MOST)
                .map((row, context) -> Stored.record(JsonCodec.ACTION, row.getString(1)))
                .list()
                .stream()
                .filter(action -> reported == null
                        || reported.pauses().stream()
                                .noneMatch(pause -> action.actionId().equals(pause.actionId())))
                .toList();
    }
}
