package io.licensewatch.runtime.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A client that sends arbitrary bytes. */
final class RawRequest implements AutoCloseable {
    static final int PATIENCE_MS = 15_000;

    private final Socket socket;

    RawRequest(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
    }

    static String answer(int port, String request) throws IOException {
        try (RawRequest raw = new RawRequest(port)) {
            return raw.send(request).answer();
        }
    }

    RawRequest send(String text) throws IOException {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (SocketException e) {
            return this; // rejected before everything was sent: the answer can be read
        }
        return this;
    }

    /** Whether the server accepts no more bytes. */
    boolean isRefused(String text) throws IOException {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    /** Whether the server has closed the connection without an answer. */
    boolean isClosed() throws IOException {
        socket.setSoTimeout(1);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        } finally {
            socket.setSoTimeout(PATIENCE_MS);
        }
    }

    /** Everything that the server sends until it closes; may be empty. */
    String answer() throws IOException {
        StringBuilder answer = new StringBuilder();
        try {
            InputStream in = socket.getInputStream();
            for (int read = in.read(); read >= 0; read = in.read()) {
                answer.append((char) read);
            }
        } catch (SocketException e) {
            return answer.toString(); // a server that leaves bytes unread resets the connection
        }
        return answer.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
