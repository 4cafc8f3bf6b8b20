package io.licensewatch.streams.topology;

import io.licensewatch.streams.deadletter.Origin;
import io.licensewatch.streams.metrics.StreamMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs frontiers that a task rejects: an ERROR for the first of them, and a line for the next one that is accepted. */
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
                    .log("frontiers are accepted again");
            rejected = 0;
        }
    }
}
