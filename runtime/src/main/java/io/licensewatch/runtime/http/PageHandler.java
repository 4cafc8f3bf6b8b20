package io.licensewatch.runtime.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers GET on exactly the known paths. */
final class PageHandler implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(PageHandler.class);

    private final Map<String, Supplier<Page>> pages;

    PageHandler(Map<String, Supplier<Page>> pages) {
        this.pages = pages;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Page page = page(exchange);
            byte[] body = page.bytes();
            exchange.getResponseHeaders().set("Content-Type", page.contentType());
            exchange.sendResponseHeaders(page.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Page page(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        Supplier<Page> page = pages.get(path);
        if (page == null) {
            return Page.text(
                    404,
                    "nothing here; try "
                            + String.join(", ", pages.keySet().stream().sorted().toList()) + "\n");
        }
        if (!"GET".equals(exchange.getRequestMethod())) {
            exchange.getResponseHeaders().set("Allow", "GET");
            return Page.text(405, "only GET\n");
        }
        try {
            return page.get();
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).addKeyValue("path", path).log("request failed");
            return Page.text(500, "failed; see the log\n");
        }
    }
}
