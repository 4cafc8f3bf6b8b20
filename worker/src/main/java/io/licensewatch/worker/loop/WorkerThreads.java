package io.licensewatch.worker.loop;

import io.licensewatch.runtime.http.Health;
import io.licensewatch.runtime.http.HealthCheck;
import io.licensewatch.worker.ledger.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The threads of a worker. They share the partitions among each other and with other processes. */
public final class WorkerThreads implements AutoCloseable {
    private final List<WorkerThread> threads;

    private WorkerThreads(List<WorkerThread> threads) {
        this.threads = List.copyOf(threads);
    }

    /**
     * @param kafka properties of Kafka's clients; read for each client, since the login may have changed
     * @param ledgers one for each thread
     * @param whenFailed called if a thread cannot continue
     */
    public static WorkerThreads start(
            int count,
            LoopSettings settings,
            Supplier<Map<String, Object>> kafka,
            Supplier<Ledger> ledgers,
            Externals externals,
            LoopMetrics metrics,
            Consumer<Throwable> whenFailed) {
        List<WorkerThread> threads = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            threads.add(new WorkerThread(
                    number,
                    settings,
                    new KafkaLoopClients(settings, kafka, number),
                    ledgers.get(),
                    externals,
                    metrics,
                    whenFailed));
        }
        WorkerThreads all = new WorkerThreads(threads);
        metrics.lag(all::lagSeconds);
        threads.forEach(WorkerThread::start);
        return all;
    }

    private double lagSeconds() {
        return threads.stream().mapToDouble(WorkerThread::lagSeconds).max().orElse(0);
    }

    public List<HealthCheck> live() {
        return List.of(HealthCheck.of(
                "threads",
                () -> threads.stream().anyMatch(WorkerThread::hasEnded)
                        ? Health.down("a thread has ended")
                        : Health.up(threads.size() + " threads")));
    }

    public List<HealthCheck> ready() {
        List<HealthCheck> checks = new ArrayList<>();
        for (int number = 0; number < threads.size(); number++) {
            checks.add(HealthCheck.of("thread-" + number, threads.get(number)::health));
        }
        return checks;
    }

    @Override
    public void close() {
        threads.forEach(WorkerThread::stop); // signal all first, then wait for each
        threads.forEach(WorkerThread::close);
    }
}
