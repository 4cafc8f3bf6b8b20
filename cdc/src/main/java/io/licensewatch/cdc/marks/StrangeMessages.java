package io.licensewatch.cdc.marks;

import io.licensewatch.schemas.source.Lsn;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports messages and requests that somebody else has written under our names, and that are ignored: the first at once, further
 * ones by a line a minute, so that nobody fills the log. Nothing that they hold is repeated.
 */
public final class StrangeMessages {
    private static final Logger LOG = LoggerFactory.getLogger(StrangeMessages.class);
    private static final Duration LINE_EACH = Duration.ofMinutes(1);

    private final LongSupplier nanos;
    private long toldAt;
    private long ignored;
    private boolean told;

    /** @param nanos a clock that nobody sets */
    public StrangeMessages(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * @param what it seems to be
     * @param bytes its size
     */
    public void ignored(String what, long lsn, int bytes) {
        ignored++;
        long now = nanos.getAsLong();
        if (told && now - toldAt < LINE_EACH.toNanos()) {
            return;
        }
        LOG.atWarn()
                .addKeyValue("what", what)
                .addKeyValue("lsn", Lsn.text(lsn))
                .addKeyValue("bytes", bytes)
                .addKeyValue("ignored", ignored)
                .log(
                        "the change stream has what cdc has not written under its name: ignored. To keep others from writing it:"
                                + " prepare-source --apply, as an administrator");
        told = true;
        toldAt = now;
    }
}
