package io.licensewatch.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * TCP ports on the loopback interface.
 *
 * <p>A port that was free when it was chosen has to be free still when a server gets to use it, perhaps a second later. So
 * they are not of the range that systems give to outgoing connections (Linux: from 32,768), and none is chosen twice
 * before all have been.
 */
public final class Ports {
    static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    static final int LOWEST = 20_000;
    static final int HIGHEST = 32_767;
    private static final int COUNT = HIGHEST - LOWEST + 1;

    /** Begins anywhere, so that processes which choose at the same time choose differently. */
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private Ports() {}

    /** Whether the port is free now; another process may take it right after. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // a connection in TIME_WAIT does not hold the port
            socket.bind(new InetSocketAddress(LOOPBACK, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public static int free() {
        for (int tried = 0; tried < COUNT; tried++) {
            int port = LOWEST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new EmbeddedStartException("no port from " + LOWEST + " to " + HIGHEST + " is free on " + LOOPBACK);
    }

    /** The port itself where it is free, else any free one. */
    public static int freePreferably(int port) {
        return isFree(port) ? port : free();
    }
}
