package io.licensewatch.worker.loop;

import io.licensewatch.schemas.topic.Topics;
import java.time.Duration;

/**
 * What the threads of a worker have in common.
 *
 * @param group the consumer group of all workers
 * @param instance the name of this process in it
 * @param named whether that name outlives the process, which then keeps its partitions over a restart
 * @param pollInterval how often the ledger is asked for what is due while no record comes
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

    /** Begins with the group: the right to a prefix of transactional ids covers all of them. */
    String member(int thread) {
        return group + "-" + instance + "-" + thread;
    }
}
