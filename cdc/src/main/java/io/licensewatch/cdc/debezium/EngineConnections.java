package io.licensewatch.cdc.debezium;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one engine to Postgres. An engine that does not end when it is closed, such as one that waits for Postgres
 * to create its slot, would take the slot later, inside this process: so its connections are closed, and it gets no others.
 */
final class EngineConnections {
    private static final Logger LOG = LoggerFactory.getLogger(EngineConnections.class);
    /** Those of engines that are not cut off, by the engine's name. */
    private static final Map<String, EngineConnections> OPEN = new ConcurrentHashMap<>();

    private final String engine = UUID.randomUUID().toString();
    private final Set<Socket> sockets = new HashSet<>();

    EngineConnections() {
        OPEN.put(engine, this);
    }

    void applyTo(Properties properties) {
        properties.setProperty("database.socketFactory", EngineSockets.class.getName());
        properties.setProperty("database.socketFactoryArg", engine);
    }

    static Socket keep(String engine, Socket socket) throws IOException {
        EngineConnections owner = OPEN.get(engine);
        if (owner == null || !owner.add(socket)) {
            socket.close();
            throw new SocketException("this engine was given up");
        }
        return socket;
    }

    private synchronized boolean add(Socket socket) {
        sockets.removeIf(Socket::isClosed);
        return OPEN.containsKey(engine) && sockets.add(socket);
    }

    /** @return the local ports of the connections that were open */
    synchronized Set<Integer> cut() {
        OPEN.remove(engine);
        Set<Integer> ports = new HashSet<>();
        for (Socket socket : sockets) {
            if (!socket.isClosed() && socket.isConnected()) {
                ports.add(socket.getLocalPort());
            }
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("a socket does not close", e);
            }
        }
        sockets.clear();
        return ports;
    }
}
