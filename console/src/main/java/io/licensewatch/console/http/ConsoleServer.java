package io.licensewatch.console.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.staticfiles.Location;
import io.javalin.router.Endpoint;
import io.javalin.security.Roles;
import io.javalin.security.RouteRole;
import io.licensewatch.console.access.Access;
import io.licensewatch.console.access.Role;
import io.licensewatch.runtime.http.AddressTakenException;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves pages and API. */
public final class ConsoleServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleServer.class);
    /** Includes the threads of clients that listen to events. */
    private static final int THREADS = 48;

    private static final int MAX_REQUEST_BYTES = 64 << 10;
    /** No external resources, no external targets, no inline code, no frames. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final Javalin server;
    private final String host;

    private ConsoleServer(Javalin server, String host) {
        this.server = server;
        this.host = host;
    }

    /**
     * @param port 0 for any free one
     * @throws AddressTakenException if the address cannot be bound
     */
    public static ConsoleServer start(String host, int port, Access access, List<Site> sites) {
        Javalin server = Javalin.create(config -> configure(config, access, sites));
        try {
            server.start(host, port);
        } catch (RuntimeException e) {
            server.stop();
            throw new AddressTakenException(host, port, e.getCause() == null ? e : e.getCause());
        }
        ConsoleServer started = new ConsoleServer(server, host);
        LOG.info("serving pages and API on {}", started.address());
        return started;
    }

    private static void configure(JavalinConfig config, Access access, List<Site> sites) {
        config.startup.showJavalinBanner = false;
        config.http.maxRequestSize = MAX_REQUEST_BYTES;
        config.http.prefer405over404 = true;
        config.http.generateEtags = true;
        config.jetty.threadPool = new QueuedThreadPool(THREADS, 2);
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        config.staticFiles.add(files -> {
            files.hostedPath = "/assets";
            files.directory = "/io/licensewatch/console/assets";
            files.location = Location.CLASSPATH;
            files.roles = Set.of(Role.OPEN);
        });
        config.routes.before(ConsoleServer::headers);
        config.routes.beforeMatched(access::check);
        sites.forEach(site -> site.addTo(config.routes));
        config.routes.exception(Exception.class, ConsoleServer::failed);
    }

    private static void headers(Context request) {
        request.header("Content-Security-Policy", POLICY);
        request.header("X-Content-Type-Options", "nosniff");
        request.header("Referrer-Policy", "same-origin");
        request.header("Cross-Origin-Opener-Policy", "same-origin");
        request.header("Cross-Origin-Resource-Policy", "same-origin");
        request.header("Cache-Control", "no-store");
    }

    private static void failed(Exception failure, Context request) {
        LOG.atWarn().setCause(failure).addKeyValue("path", request.path()).log("request failed");
        request.status(500).result("failed; see the log\n");
    }

    /** @param path as registered, such as {@code /tenants/{id}} */
    public record Route(String method, String path, Set<RouteRole> roles) {}

    /** All registered routes except files. */
    public List<Route> routes() {
        return server.unsafe.internalRouter.allHttpHandlers().stream()
                .map(parsed -> parsed.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .map(endpoint -> new Route(endpoint.method.name(), endpoint.path, roles(endpoint)))
                .toList();
    }

    private static Set<RouteRole> roles(Endpoint endpoint) {
        Roles roles = endpoint.metadata(Roles.class);
        return roles == null ? Set.of() : roles.getRoles();
    }

    public int port() {
        return server.port();
    }

    /** Such as {@code http://127.0.0.1:8090}. */
    public String address() {
        return "http://" + host + ":" + port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
