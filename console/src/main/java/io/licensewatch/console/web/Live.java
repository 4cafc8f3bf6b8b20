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

/** Lets open pages know that something has changed, at most once a second; each then reads what it shows again. */
final class Live implements Site, AutoCloseable {
    /** An event now and then, so that a page notices a connection that is dead, and a stale feed although nothing changes. */
    private static final int TICKS_WITHOUT_CHANGE = 10;
    /** More pages than these make do with loading again. */
    private static final int MOST_PAGES = 200;

    private static final Logger LOG = LoggerFactory.getLogger(Live.class);

    /** With whether who follows it is still logged in. */
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
            page.sendEvent("changed", "now"); // without data browsers pass over it; a page that is gone is closed
        } catch (RuntimeException e) {
            LOG.debug("a page did not hear of a change", e);
        }
    }

    int open() {
        return pages.size();
    }

    /** Before the server is closed: what is left open then can no longer be answered. */
    @Override
    public void close() {
        closed = true;
        ticking.cancel(true);
        clock.shutdownNow();
        pages.keySet().forEach(SseClient::close);
    }
}
