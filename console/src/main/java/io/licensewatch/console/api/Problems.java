package io.licensewatch.console.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.router.EndpointNotFound;
import io.javalin.router.exception.HttpResponseExceptionMapper;
import io.licensewatch.console.action.NoScopeException;
import io.licensewatch.console.action.NotWrittenException;
import io.licensewatch.console.http.Site;
import io.licensewatch.console.read.BadCursorException;
import jakarta.servlet.ServletException;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import org.eclipse.jetty.http.HttpException;
import org.jdbi.v3.core.ConnectionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every error under {@code /api} with problem details in JSON; pages have their own. */
public final class Problems implements Site {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @Override
    public void addTo(RoutesConfig routes) {
        routes.exception(Problem.class, Problem::answer);
        routes.exception(HttpResponseException.class, Problems::refused);
        routes.exception(
                BadCursorException.class,
                (cursor, request) -> new Problem(400, String.valueOf(cursor.getMessage())).answer(request));
        routes.exception(
                NotWrittenException.class,
                (failure, request) ->
                        new Problem(failure.status(), String.valueOf(failure.getMessage())).answer(request));
        routes.exception(
                NoScopeException.class,
                (none, request) -> answer(new Problem(none.status(), String.valueOf(none.getMessage())), request));
        routes.exception(UnsupportedCharsetException.class, Problems::unreadable);
        routes.exception(IllegalCharsetNameException.class, Problems::unreadable);
        routes.exception(HttpException.RuntimeException.class, Problems::malformed);
        routes.exception(ServletException.class, Problems::malformed);
        routes.exception(ConnectionException.class, Problems::busy);
        routes.error(500, Problems::failed);
    }

    private static boolean isOfApi(Context request) {
        return request.path().startsWith("/api/") || request.path().equals("/api");
    }

    private static void refused(HttpResponseException refusal, Context request) {
        if (!isOfApi(request)) {
            HttpResponseExceptionMapper.INSTANCE.handle(refusal, request);
            return;
        }
        String detail = refusal instanceof EndpointNotFound
                ? "there is no such call; /api/openapi.json lists them"
                : String.valueOf(refusal.getMessage());
        new Problem(refusal.getStatus(), detail).answer(request);
    }

    /** For any request with a body, to the API or a page: an unknown charset is a client error. */
    private static void unreadable(IllegalArgumentException charset, Context request) {
        answer(new Problem(415, "the body has to be in UTF-8"), request);
    }

    /** Client errors, such as a multipart form without parts; all other failures are server errors. */
    private static void malformed(Exception failure, Context request) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpException bad) {
                answer(new Problem(bad.getCode(), "the request cannot be read: " + bad.getReason()), request);
                return;
            }
        }
        LOG.atWarn().setCause(failure).addKeyValue("path", request.path()).log("request failed");
        request.status(500).result("failed; see the log\n");
    }

    private static void busy(ConnectionException busy, Context request) {
        request.header("Retry-After", "5");
        answer(new Problem(503, "too many requests at once; retry in some seconds"), request);
    }

    /** For a page only the text, which the error page shows. */
    private static void answer(Problem problem, Context request) {
        if (isOfApi(request)) {
            problem.answer(request);
        } else {
            request.status(problem.status()).result(problem.detail());
        }
    }

    private static void failed(Context request) {
        if (isOfApi(request)) {
            new Problem(500, "an internal error of the console; see its log").answer(request);
        }
    }
}
