package io.licensewatch.cdc.marks;

import io.licensewatch.schemas.source.Lsn;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs messages and requests that others wrote under cdc's names, and that are ignored: the first one at once, later ones by one
 * line a minute, so that nobody can fill the log. Their content is not logged.
 */
public final class ForeignMessages {
    private static final Logger LOG = LoggerFactory.getLogger(ForeignMessages.class);
    private static final Duration LINE_EACH = Duration.ofMinutes(1);

    private final LongSupplier nanos;
    private long loggedAt;
    private long ignored;
    private boolean logged;

    /** @param nanos a monotonic clock */
    public ForeignMessages(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * @param what kind of message it resembles
     * @param bytes its size
     */
    public void ignored(String what, long lsn, int bytes) {
        ignored++;
        long now = nanos.getAsLong();
        if (logged && now - loggedAt < LINE_EACH.toNanos()) {
            return;
        }
        LOG.atWarn()
                .addKeyValue("what", what)
                .addKeyValue("lsn", Lsn.text(lsn))
                .addKeyValue("bytes", bytes)
                .addKeyValue("ignored", ignored)
                .log(
                        "ignored a message or request under cdc's name that cdc did not write. To keep others from writing it:"
                                + " prepare-source --apply, as an administrator");
        logged = true;
        loggedAt = now;
    }
}
