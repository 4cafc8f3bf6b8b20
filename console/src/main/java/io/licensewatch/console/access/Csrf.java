package io.licensewatch.console.access;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A CSRF token: our own pages have it in their forms, and pages of other sites cannot know it. It is valid for one login, while
 * this process runs.
 *
 * <pre>{@code
 * <input type="hidden" name="csrf" value="${csrf}">      or the header X-CSRF-Token
 * }</pre>
 */
public final class Csrf {
    public static final String FIELD = "csrf";
    public static final String HEADER = "X-CSRF-Token";

    private static final String ALGORITHM = "HmacSHA256";
    private static final String TOKEN = "csrf-token";

    private final SecretKeySpec key;

    Csrf() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** The token for the forms of the page that answers this request. */
    public static String token(Context request) {
        String token = request.attribute(TOKEN);
        return token == null ? "" : token;
    }

    /** @param login identifies the login, such as the id of the session */
    void offer(Context request, String login) {
        request.attribute(TOKEN, of(login));
    }

    /** Whether the request has the token of its login. */
    static boolean isProven(Context request) {
        String wanted = token(request);
        @Nullable String header = request.header(HEADER);
        @Nullable String given = header == null ? request.formParam(FIELD) : header;
        return given != null && !wanted.isEmpty() && MessageDigest.isEqual(bytes(given), bytes(wanted));
    }

    private String of(String login) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(bytes(login)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
