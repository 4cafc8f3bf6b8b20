package io.licensewatch.streams;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said of frontiers that a task refuses: an ERROR with the first of them, and a line with the next that is let in. */
final class RejectedFrontiers {
    private static final Logger LOG = LoggerFactory.getLogger(RejectedFrontiers.class);

    private final String task;
    private final StreamMetrics metrics;
    private long rejected;

    RejectedFrontiers(String task, StreamMetrics metrics) {
        this.task = task;
        this.metrics = metrics;
    }

    void rejected(String reason, Origin origin) {
        metrics.frontierRejected();
        if (rejected++ == 0) {
            LOG.atError()
                    .addKeyValue("task", task)
                    .addKeyValue("topic", origin.topic())
                    .addKeyValue("offset", origin.offset())
                    .addKeyValue("reason", reason)
                    .log(
                            "frontier rejected, it is a dead letter; see \"a frontier is rejected\" in docs/operations.md");
        }
    }

    void admitted() {
        if (rejected > 0) {
            LOG.atInfo()
                    .addKeyValue("task", task)
                    .addKeyValue("rejected", rejected)
                    .log("frontiers are let in again");
            rejected = 0;
        }
    }
}
