package io.licensewatch.runtime.http;

import io.licensewatch.runtime.text.Visible;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs checks in parallel, each with a time limit: a check that hangs is down and does not delay the others. */
final class TimedChecks {
    private static final Logger LOG = LoggerFactory.getLogger(TimedChecks.class);

    private final List<Timed> checks;

    private record Timed(String name, Question<Health> question) {
        CompletableFuture<HealthReport.Item> item() {
            return question.ask()
                    .thenApply(health -> new HealthReport.Item(name, health.status(), Visible.of(health.detail())));
        }
    }

    TimedChecks(List<HealthCheck> checks, Duration limit, Executor threads) {
        this.checks = checks.stream()
                .map(check ->
                        new Timed(check.name(), new Question<>(() -> answer(check), limit, TimedChecks::late, threads)))
                .toList();
    }

    CompletableFuture<HealthReport> report() {
        List<CompletableFuture<HealthReport.Item>> items =
                checks.stream().map(Timed::item).toList();
        return CompletableFuture.allOf(items.toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> HealthReport.of(
                        items.stream().map(CompletableFuture::join).toList()));
    }

    private static Health answer(HealthCheck check) {
        try {
            return check.check();
        } catch (RuntimeException | Error e) {
            LOG.debug("check {} failed", check.name(), e);
            return Health.down("the check failed: " + e);
        }
    }

    private static Health late(Duration since) {
        return Health.down("the check has not answered for " + since.toMillis() / 1000.0 + " s");
    }
}
