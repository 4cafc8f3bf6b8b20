package io.licensewatch.cdc.debezium;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Opens the sockets of one engine, which {@link EngineConnections} keeps. Public since the driver makes it, by its name. */
public final class EngineSockets extends SocketFactory {
    private final String engine;

    /** @param engine whose sockets they are */
    public EngineSockets(String engine) {
        this.engine = engine;
    }

    @Override
    public Socket createSocket() throws IOException {
        return EngineConnections.keep(engine, new Socket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return EngineConnections.keep(engine, new Socket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return EngineConnections.keep(engine, new Socket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return EngineConnections.keep(engine, new Socket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return EngineConnections.keep(engine, new Socket(host, port, localHost, localPort));
    }
}
