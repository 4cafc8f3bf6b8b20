package io.licensewatch.runtime.http;

import java.time.Duration;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The HTTP server for pages that anybody in the network may request: connections, time, size and threads are limited. A
 * connection serves one request.
 */
final class OpsConnector {
    /** No thread blocks: one accepts, one selects, the others answer. */
    private static final int THREADS = 6;

    private static final int CONNECTIONS = 128;
    /**
     * Backlog of connections that are not accepted yet; with the system's default of 50, many clients at once wait for a second
     * or more.
     */
    private static final int WAITING = 1024;

    private static final Duration ONE_REQUEST = Duration.ofSeconds(10);
    private static final int HEADER_BYTES = 8 * 1024;

    private OpsConnector() {}

    static Server server(String host, int port, Handler pages) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("ops-http");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        Server server = new Server(threads);
        server.setStopTimeout(0);
        server.setErrorHandler(new Refusal());
        server.setHandler(pages);
        ServerConnector connector = new ServerConnector(server, null, null, null, 1, 1, http());
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(ONE_REQUEST.toMillis());
        connector.setAcceptQueueSize(WAITING);
        connector.addBean(new OpenConnections(CONNECTIONS, ONE_REQUEST, connector::getScheduler));
        server.addConnector(connector);
        return server;
    }

    private static HttpConnectionFactory http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setPersistentConnectionsEnabled(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        return new HttpConnectionFactory(http);
    }
}
