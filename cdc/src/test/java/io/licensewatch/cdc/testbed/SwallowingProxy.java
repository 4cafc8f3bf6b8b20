package io.licensewatch.cdc.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy between a client and a server that can drop connections silently, as a firewall does. */
public final class SwallowingProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final List<Link> links = new CopyOnWriteArrayList<>();
    private volatile boolean swallowsAll;

    /** @param target a port of this machine */
    public SwallowingProxy(int target) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        daemon(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** From now on nothing comes through the connections that there are; new ones work. */
    public void swallow() {
        links.forEach(link -> link.swallows = true);
    }

    /** From now on nothing comes through, whoever connects; until {@link #restore}. */
    public void swallowAll() {
        swallowsAll = true;
        swallow();
    }

    /** New connections work again. */
    public void restore() {
        swallowsAll = false;
    }

    private void accept() {
        try {
            while (true) {
                Link link =
                        new Link(server.accept(), new Socket(InetAddress.getLoopbackAddress(), target), swallowsAll);
                links.add(link);
            }
        } catch (IOException e) {
            close();
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "swallowing-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static final class Link {
        private final Socket client;
        private final Socket server;
        private volatile boolean swallows;

        Link(Socket client, Socket server, boolean swallows) {
            this.swallows = swallows;
            this.client = client;
            this.server = server;
            daemon(() -> pump(client, server));
            daemon(() -> pump(server, client));
        }

        private void pump(Socket from, Socket to) {
            byte[] buffer = new byte[8_192];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    if (!swallows) {
                        out.write(buffer, 0, n);
                    }
                }
            } catch (IOException e) {
                // closed
            }
            if (!swallows) {
                close();
            }
        }

        void close() {
            try (client;
                    server) {
                return;
            } catch (IOException e) {
                // closed already
            }
        }
    }

    @Override
    public void close() {
        links.forEach(Link::close);
        try {
            server.close();
        } catch (IOException e) {
            // closed already
        }
    }
}
