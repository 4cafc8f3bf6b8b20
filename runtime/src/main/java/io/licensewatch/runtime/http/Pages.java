package io.licensewatch.runtime.http;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers GET on exactly the known paths. No thread waits for a check or for a client that reads slowly. */
final class Pages extends Handler.Abstract.NonBlocking {
    private static final Logger LOG = LoggerFactory.getLogger(Pages.class);

    private volatile Map<String, Supplier<CompletableFuture<Page>>> pages;

    Pages(Map<String, Supplier<CompletableFuture<Page>>> pages) {
        this.pages = Map.copyOf(pages);
    }

    void health(TimedChecks live, TimedChecks ready) {
        Map<String, Supplier<CompletableFuture<Page>>> next = new HashMap<>(pages);
        next.put("/health/live", () -> live.report().thenApply(Page::health));
        next.put("/health/ready", () -> ready.report().thenApply(Page::health));
        pages = Map.copyOf(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = String.valueOf(request.getHttpURI().getPath());
        Supplier<CompletableFuture<Page>> page = pages.get(path);
        if (page == null) {
            write(response, nothingHere(), callback);
        } else if (!HttpMethod.GET.is(request.getMethod())) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET");
            write(response, Page.text(405, "only GET\n"), callback);
        } else {
            CompletableFuture<Void> unused = page.get()
                    .exceptionally(failure -> failed(path, failure))
                    .thenAccept(answer -> write(response, answer, callback));
        }
        return true;
    }

    private Page nothingHere() {
        String known = String.join(", ", pages.keySet().stream().sorted().toList());
        return Page.text(404, "nothing here; try " + known + "\n");
    }

    private static Page failed(String path, Throwable failure) {
        LOG.atWarn().setCause(failure).addKeyValue("path", path).log("request failed");
        return Page.text(500, "failed; see the log\n");
    }

    static void write(Response response, Page page, Callback callback) {
        response.setStatus(page.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, page.contentType());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.write(true, ByteBuffer.wrap(page.bytes()), callback);
    }
}
