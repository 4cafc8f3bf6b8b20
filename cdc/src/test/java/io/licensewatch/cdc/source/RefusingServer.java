package io.licensewatch.cdc.source;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Speaks as much of Postgres' protocol as is needed to have no SSL, and to refuse whoever comes with an error of its choice. */
public final class RefusingServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RefusingServer.class);
    private static final int SSL_REQUEST = 80_877_103;

    private final ServerSocket server;
    private final String sqlState;
    private final String message;

    public RefusingServer(String sqlState, String message) {
        this.sqlState = sqlState;
        this.message = message;
        try {
            server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "refusing-server");
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        return server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                refuse(new DataInputStream(client.getInputStream()), new DataOutputStream(client.getOutputStream()));
            } catch (IOException e) {
                LOG.debug("closed, by the client or by us", e);
            }
        }
    }

    private void refuse(DataInputStream in, DataOutputStream out) throws IOException {
        while (true) {
            int length = in.readInt();
            int code = in.readInt();
            in.skipNBytes(length - 8L);
            if (code == SSL_REQUEST) {
                out.write('N');
                out.flush();
                continue;
            }
            byte[] fields =
                    ("SFATAL\0VFATAL\0C" + sqlState + "\0M" + message + "\0\0").getBytes(StandardCharsets.UTF_8);
            out.write('E');
            out.writeInt(4 + fields.length);
            out.write(fields);
            out.flush();
            return;
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
