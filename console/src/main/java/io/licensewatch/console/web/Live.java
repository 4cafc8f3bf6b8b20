package io.licensewatch.console.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.sse.SseClient;
import io.licensewatch.console.access.Access;
import io.licensewatch.console.access.Role;
import io.licensewatch.console.feed.Change;
import io.licensewatch.console.http.Site;
import io.licensewatch.console.live.LiveChanges;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notifies open pages of changes, at most once a second; each page then reloads its data. */
final class Live implements Site, AutoCloseable {
    /** A regular event, so that a page detects a dead connection, and a stale feed without changes. */
    private static final int TICKS_WITHOUT_CHANGE = 10;
    /** Further pages are not notified and have to be reloaded. */
    private static final int MOST_PAGES = 200;

    private static final Logger LOG = LoggerFactory.getLogger(Live.class);

    /** Each page with a check whether its user is still logged in. */
    private final Map<SseClient, BooleanSupplier> pages = new ConcurrentHashMap<>();

    private final AtomicBoolean changed = new AtomicBoolean();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(run -> {
        Thread thread = new Thread(run, "console-live");
        thread.setDaemon(true);
        return thread;
    });
    private final ScheduledFuture<?> ticking;
    private volatile boolean closed;
    private int quiet;

    Live(LiveChanges changes) {
        changes.listen(this::note);
        ticking = clock.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    private void note(List<Change> changes) {
        if (changes.stream().anyMatch(change -> change.kind() != Change.Kind.FRONTIER)) {
            changed.set(true);
        }
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.sse("/live", this::connect, Role.VIEW);
    }

    private void connect(SseClient page) {
        if (closed || pages.size() >= MOST_PAGES) {
            page.close();
            return;
        }
        page.keepAlive();
        page.onClose(() -> pages.remove(page));
        pages.put(page, Access.holds(page.ctx()));
    }

    private void tick() {
        pages.forEach((page, holds) -> {
            if (!holds.getAsBoolean()) {
                page.close();
            }
        });
        quiet++;
        if (changed.getAndSet(false) || quiet >= TICKS_WITHOUT_CHANGE) {
            quiet = 0;
            pages.keySet().forEach(Live::send);
        }
    }

    private static void send(SseClient page) {
        try {
            page.sendEvent("changed", "now"); // browsers ignore an event without data; a closed page is removed
        } catch (RuntimeException e) {
            LOG.debug("a page could not be notified of a change", e);
        }
    }

    int open() {
        return pages.size();
    }

    /** Called before the server is closed, because open requests cannot be answered afterwards. */
    @Override
    public void close() {
        closed = true;
        ticking.cancel(true);
        clock.shutdownNow();
        pages.keySet().forEach(SseClient::close);
    }
}
