package io.licensewatch.worker.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The SaaS' own service: verifies signatures according to the specification, with separate code. */
public final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final byte[] secret;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile Answer answer = new Answer(204, Map.of());

    /** @param signed whether one of the signatures is valid */
    public record Call(String id, long timestamp, String body, boolean signed) {}

    record Answer(int status, Map<String, String> headers) {}

    /** @param secret as it is configured there */
    public Receiver(String secret) throws IOException {
        this.secret = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/licensewatch";
    }

    public List<Call> calls() {
        return calls;
    }

    public void answers(int status) {
        answers(status, Map.of());
    }

    void answers(int status, Map<String, String> headers) {
        answer = new Answer(status, headers);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestHeaders().getFirst("webhook-id");
        String timestamp = exchange.getRequestHeaders().getFirst("webhook-timestamp");
        String signatures = exchange.getRequestHeaders().getFirst("webhook-signature");
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean post = exchange.getRequestMethod().equals("POST");
        calls.add(new Call(
                id, Long.parseLong(timestamp), body, post && signed(id + "." + timestamp + "." + body, signatures)));
        Answer now = answer;
        now.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
        exchange.sendResponseHeaders(now.status(), -1);
        exchange.close();
    }

    private boolean signed(String content, String signatures) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] right = mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
            return Arrays.stream(signatures.split(" "))
                    .filter(one -> one.startsWith("v1,"))
                    .anyMatch(one ->
                            MessageDigest.isEqual(right, Base64.getDecoder().decode(one.substring(3))));
        } catch (GeneralSecurityException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
