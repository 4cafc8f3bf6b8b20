package io.licensewatch.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.licensewatch.schemas.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The made-up SaaS' own service: takes the calls that are signed for it, as Standard Webhooks has them, and does as service.sql says. */
final class SaasService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SaasService.class);
    private static final String TYPE_PREFIX = "remediation.";
    private static final Set<String> TYPES =
            Set.of("start_renewal", "upgrade_seats", "rerun_onboarding_step", "clear_caches");
    private static final int SECRET_BYTES = 32;
    private static final String HMAC = "HmacSHA256";

    private final HttpServer server;
    private final byte[] secret = new byte[SECRET_BYTES];
    private final Calls calls;

    /** What a call does. */
    interface Calls {
        /** Returns the HTTP status to answer. */
        int take(String type, UUID tenant) throws Exception;
    }

    private SaasService(HttpServer server, Calls calls) {
        this.server = server;
        this.calls = calls;
        new SecureRandom().nextBytes(secret);
    }

    static SaasService start(Calls calls) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            SaasService service = new SaasService(server, calls);
            server.createContext("/", service::handle);
            server.start();
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/licensewatch";
    }

    /** As the specification writes it. */
    String secret() {
        return "whsec_" + Base64.getEncoder().encodeToString(secret);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(isSigned(exchange, body) ? answer(body) : 401, -1);
        }
    }

    private int answer(byte[] body) throws IOException {
        JsonNode call = Json.MAPPER.readTree(body);
        String type = call.path("type").asText();
        String name = type.startsWith(TYPE_PREFIX) ? type.substring(TYPE_PREFIX.length()) : type;
        if (!TYPES.contains(name)) {
            return 404;
        }
        try {
            return calls.take(
                    name, UUID.fromString(call.path("data").path("tenantId").asText()));
        } catch (Exception e) {
            LOG.atError().setCause(e).addKeyValue("type", name).log("the SaaS' service failed");
            return 500;
        }
    }

    private boolean isSigned(HttpExchange exchange, byte[] body) {
        String id = exchange.getRequestHeaders().getFirst("webhook-id");
        String timestamp = exchange.getRequestHeaders().getFirst("webhook-timestamp");
        String signatures = exchange.getRequestHeaders().getFirst("webhook-signature");
        if (id == null || timestamp == null || signatures == null) {
            return false;
        }
        byte[] right = sign((id + "." + timestamp + "." + new String(body, StandardCharsets.UTF_8)));
        return Arrays.stream(signatures.split(" ", -1))
                .filter(one -> one.startsWith("v1,"))
                .anyMatch(
                        one -> MessageDigest.isEqual(right, Base64.getDecoder().decode(one.substring(3))));
    }

    private byte[] sign(String content) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            return mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
