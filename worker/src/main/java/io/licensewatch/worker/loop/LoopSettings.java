package io.licensewatch.worker.loop;

import io.licensewatch.schemas.topic.Topics;
import java.time.Duration;

/**
 * The settings that all threads of a worker share.
 *
 * @param group the consumer group of all workers
 * @param instance the name of this process in it
 * @param named whether that name is configured, so that the process keeps its partitions over a restart
 * @param pollInterval how often the ledger is checked for due commands while no record arrives
 */
public record LoopSettings(
        Topics topics,
        String group,
        String instance,
        boolean named,
        Duration pollInterval,
        Duration statementTimeout,
        Duration sessionTimeout,
        Duration transactionTimeout) {

    String member(int thread) {
        return group + "-" + instance + "-" + thread;
    }

    /**
     * One prefixed ACL covers all workers. There is no hyphen after licensewatch, because stream-app may use every id that begins
     * with {@code <application id>-}.
     */
    String transactionalId(int thread) {
        return "licensewatch.worker." + member(thread);
    }
}
