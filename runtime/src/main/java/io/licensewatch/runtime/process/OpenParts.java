package io.licensewatch.runtime.process;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resources that a service has opened. All are closed together, last opened first, even if one of them throws. Thread-safe.
 */
public final class OpenParts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenParts.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** Adds a resource, which is closed before all that were added earlier. */
    public <T extends AutoCloseable> T keep(T part) {
        synchronized (opened) {
            opened.push(part);
        }
        return part;
    }

    @Override
    public void close() {
        while (true) {
            AutoCloseable part;
            synchronized (opened) {
                part = opened.poll();
            }
            if (part == null) {
                return;
            }
            close(part);
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.atWarn()
                    .setCause(e)
                    .addKeyValue("part", part.getClass().getSimpleName())
                    .log("did not close cleanly");
        }
    }
}
