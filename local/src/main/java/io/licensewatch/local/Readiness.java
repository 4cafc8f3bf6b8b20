package io.licensewatch.local;

import io.licensewatch.runtime.http.Health;
import io.licensewatch.runtime.http.HealthCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Waits until all checks are up. */
public record Readiness(List<HealthCheck> checks) {
    private static final long CHECK_EVERY_MILLIS = 100;
    private static final long REPORT_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    public Readiness {
        checks = List.copyOf(checks);
    }

    /**
     * @param progress takes, from time to time, what is still waited for
     * @throws TimeoutException naming it
     */
    public void await(Duration atMost, Consumer<String> progress) throws InterruptedException, TimeoutException {
        long start = System.nanoTime();
        long reportedAt = start;
        String waitingFor = notReady();
        while (!waitingFor.isEmpty()) {
            long now = System.nanoTime();
            if (now - start > atMost.toNanos()) {
                throw new TimeoutException("not ready after " + atMost.toSeconds() + " s: " + waitingFor);
            }
            if (now - reportedAt > REPORT_EVERY_NANOS) {
                reportedAt = now;
                progress.accept("waiting: " + waitingFor);
            }
            TimeUnit.MILLISECONDS.sleep(CHECK_EVERY_MILLIS);
            waitingFor = notReady();
        }
    }

    private String notReady() {
        List<String> waitingFor = new ArrayList<>();
        for (HealthCheck check : checks) {
            Health health = check.check();
            if (!health.isUp()) {
                waitingFor.add(check.name() + ": " + health.detail());
            }
        }
        return String.join("; ", waitingFor);
    }
}
