package io.licensewatch.runtime.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /metrics}, {@code /health/live} and {@code /health/ready} to operators. It binds its port before the service
 * starts, and reports {@code starting} until {@link #answer} sets the checks.
 */
public final class OpsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpsServer.class);
    /** The port that disables the server. */
    private static final int OFF = -1;
    /** Probes often time out after a second, and the answer should name the slow check. */
    private static final Duration CHECK_WITHIN = Duration.ofMillis(800);

    private static final Duration METRICS_WITHIN = Duration.ofSeconds(5);

    private final @Nullable Server server;
    private final ExecutorService threads;
    private final Pages pages;

    private OpsServer(@Nullable Server server, ExecutorService threads, Pages pages) {
        this.server = server;
        this.threads = threads;
        this.pages = pages;
    }

    /**
     * @param port 0 for any free one; -1 to serve nothing
     * @throws AddressTakenException if the address cannot be bound, naming it
     */
    public static OpsServer start(String host, int port, PrometheusMeterRegistry metrics) {
        ExecutorService threads = Executors.newCachedThreadPool(OpsServer::daemon);
        Question<Page> scrape = new Question<>(
                () -> Page.metrics(metrics),
                METRICS_WITHIN,
                since -> Page.text(503, "the metrics have not been collected for " + since.toSeconds() + " s\n"),
                threads);
        Pages pages = new Pages(Map.of("/metrics", scrape::ask));
        OpsServer ops = new OpsServer(port == OFF ? null : OpsConnector.server(host, port, pages), threads, pages);
        ops.starting();
        ops.open(host, port);
        return ops;
    }

    private void open(String host, int port) {
        if (server == null) {
            return;
        }
        try {
            server.start();
        } catch (Exception e) {
            close();
            throw new AddressTakenException(host, port, reason(e));
        }
        LOG.info("serving metrics and health on http://{}:{}", host, port());
    }

    private static Throwable reason(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException || cause.getCause() == null) {
                return cause;
            }
        }
        return failure;
    }

    /** Starting: not ready, and no reason for a restart. */
    private void starting() {
        answer(Health.up("starting"), Health.down("starting"));
    }

    private void stopping() {
        answer(Health.up("stopping"), Health.down("stopping"));
    }

    private void answer(Health live, Health ready) {
        pages.health(
                checks(List.of(HealthCheck.of("service", () -> live))),
                checks(List.of(HealthCheck.of("service", () -> ready))));
    }

    /**
     * Publishes the checks of a service that has started.
     *
     * @param live whether the process should keep running
     * @param ready whether it does its work
     * @return to be closed before the service stops, since the checks mean nothing afterwards
     */
    public AutoCloseable answer(List<HealthCheck> live, List<HealthCheck> ready) {
        pages.health(checks(live), checks(ready));
        return this::stopping;
    }

    private TimedChecks checks(List<HealthCheck> checks) {
        return new TimedChecks(checks, CHECK_WITHIN, threads);
    }

    /** The bound port; -1 if the server is disabled. */
    public int port() {
        return server == null ? OFF : ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    @Override
    public void close() {
        try {
            if (server != null) {
                server.stop();
            }
        } catch (Exception e) {
            LOG.warn("the HTTP server did not stop cleanly", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "ops-answer");
        thread.setDaemon(true);
        return thread;
    }
}
