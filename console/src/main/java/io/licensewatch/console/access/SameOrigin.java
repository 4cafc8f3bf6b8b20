package io.licensewatch.console.access;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that a modifying request comes from one of our own pages, since browsers send cookies for any page. */
final class SameOrigin {
    private static final Set<HandlerType> SAFE = Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);

    private SameOrigin() {}

    /** @throws ForbiddenResponse if it does not, or if that is unknown */
    static void require(Context request, Caller caller) {
        if (SAFE.contains(request.method()) || !caller.proof().isSentByItself()) {
            return;
        }
        requireOrigin(request);
        if (!Csrf.isProven(request) && !isOfNoBrowser(request)) {
            throw new ForbiddenResponse("this form is not of this login, or of before a restart: load its page again");
        }
    }

    /** @throws ForbiddenResponse if the browser reports another origin */
    static void requireOrigin(Context request) {
        if (!isOfOurOrigin(request)) {
            throw new ForbiddenResponse("this request comes from a page of another site");
        }
    }

    private static boolean isOfOurOrigin(Context request) {
        String site = request.header("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return false;
        }
        String origin = request.header("Origin");
        return origin == null || authority(origin).equals(lower(request.header("Host")));
    }

    /**
     * A client that is not a browser, such as curl for the API. All current browsers send at least one of these headers with each
     * request that is not a GET.
     */
    private static boolean isOfNoBrowser(Context request) {
        return request.path().startsWith("/api/")
                && request.header("Origin") == null
                && request.header("Sec-Fetch-Site") == null
                && request.header("Cookie") == null;
    }

    private static String authority(String origin) {
        try {
            return lower(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return "?";
        }
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }
}
