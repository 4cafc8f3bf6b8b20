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

    String member(int thread) {
        return group + "-" + instance + "-" + thread;
    }

    /**
     * The right to one prefix covers those of all workers. No hyphen behind licensewatch: stream-app may use every id that begins
     * with {@code <application id>-}.
     */
    String transactionalId(int thread) {
        return "licensewatch.worker." + member(thread);
    }
}
