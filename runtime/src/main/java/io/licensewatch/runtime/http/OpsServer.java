package io.licensewatch.runtime.http;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /metrics}, {@code /health/live} and {@code /health/ready} to operators. Three documents to GET do not
 * justify a web framework.
 */
public final class OpsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OpsServer.class);
    private static final int THREADS = 2;
    /** As a port: serve nothing. */
    private static final int OFF = -1;

    private final @Nullable HttpServer server;
    private final ExecutorService threads;

    private OpsServer(@Nullable HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * @param port 0 for any free one; -1 to serve nothing
     * @param live whether the process should go on living
     * @param ready whether it does its work
     * @throws UncheckedIOException when the address cannot be had, naming it
     */
    public static OpsServer start(
            String host, int port, PrometheusMeterRegistry metrics, List<HealthCheck> live, List<HealthCheck> ready) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, OpsServer::daemon);
        if (port == OFF) {
            return new OpsServer(null, threads);
        }
        Map<String, Supplier<Page>> pages = Map.of(
                "/metrics", () -> Page.metrics(metrics),
                "/health/live", () -> Page.health(HealthReport.of(live)),
                "/health/ready", () -> Page.health(HealthReport.of(ready)));
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 0);
            server.createContext("/", new PageHandler(pages));
            server.setExecutor(threads);
            server.start();
            OpsServer started = new OpsServer(server, threads);
            LOG.info("serving metrics and health on http://{}:{}", host, started.port());
            return started;
        } catch (IOException e) {
            threads.shutdown();
            throw new UncheckedIOException("cannot serve metrics and health on " + host + ":" + port, e);
        }
    }

    /** The port that is served; -1 when none is. */
    public int port() {
        return server == null ? OFF : server.getAddress().getPort();
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
        threads.shutdown();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "ops-http");
        thread.setDaemon(true);
        return thread;
    }
}
