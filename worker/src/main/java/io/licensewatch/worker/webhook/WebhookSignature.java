package io.licensewatch.worker.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of Standard Webhooks (standardwebhooks.com): HMAC-SHA256 over id, time and body. With two secrets there are two
 * signatures, so that the receiver may change its secret at any time.
 */
final class WebhookSignature {
    private static final String PREFIX = "whsec_";
    private static final String HMAC = "HmacSHA256";
    private static final int LEAST_BYTES = 24;
    private static final int MOST_BYTES = 64;

    private final List<byte[]> secrets;

    /** @param secrets in the format of the specification: whsec_ and Base64 */
    WebhookSignature(List<String> secrets) {
        this.secrets = secrets.stream().map(WebhookSignature::decoded).toList();
    }

    /** @throws IllegalArgumentException for an invalid secret; the message does not repeat it */
    static byte[] decoded(String secret) {
        if (!secret.startsWith(PREFIX)) {
            throw new IllegalArgumentException("a secret of a webhook begins with whsec_");
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a secret of a webhook is Base64 after whsec_");
        }
        if (bytes.length < LEAST_BYTES || bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException("a secret of a webhook has 24 to 64 bytes");
        }
        return bytes;
    }

    /**
     * The header {@code webhook-signature}.
     *
     * @param timestamp seconds since 1970
     */
    String header(String id, long timestamp, String body) {
        byte[] signed = (id + "." + timestamp + "." + body).getBytes(StandardCharsets.UTF_8);
        return secrets.stream()
                .map(secret -> "v1," + Base64.getEncoder().encodeToString(hmac(secret, signed)))
                .collect(Collectors.joining(" "));
    }

    private static byte[] hmac(byte[] secret, byte[] signed) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            return mac.doFinal(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + HMAC, e);
        }
    }
}
