package io.licensewatch.console.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.licensewatch.console.access.Access;
import io.licensewatch.console.feed.Change;
import io.licensewatch.console.live.LiveChanges;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes as server-sent events. They name what to read again, and are not stored: after a reconnect, a client reads everything.
 * A client that is too slow is disconnected; the feed does not wait.
 */
final class Events implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    /** Each client uses one of the server's threads; the others are for calls and pages. */
    static final int MOST_CLIENTS = 16;

    private static final int MOST_WAITING = 256;
    /** Whether the login is still valid. */
    private static final long LOOK_SECONDS = 1;

    private static final int LOOKS_PER_HEARTBEAT = 15;

    private final Answers answers;
    private final LiveChanges changes;
    private final Semaphore places = new Semaphore(MOST_CLIENTS);
    private final Set<Thread> writing = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Events(Answers answers, LiveChanges changes) {
        this.answers = answers;
        this.changes = changes;
    }

    Call call() {
        return Call.get("/api/v1/events", this::connect, "kind", "tenant");
    }

    /** @param tenantId null for all */
    private record Wanted(
            Change.@Nullable Kind kind, @Nullable String tenantId) {
        boolean takes(Change change) {
            return (kind == null || kind == change.kind()) && (tenantId == null || tenantId.equals(change.tenantId()));
        }
    }

    private void connect(Context request) throws Exception {
        QueryParameters parameters = new QueryParameters(request);
        Wanted wanted = new Wanted(parameters.choice("kind", Change.Kind.class), parameters.text("tenant"));
        boolean resumes = request.header("Last-Event-ID") != null;
        if (!places.tryAcquire()) {
            request.header("Retry-After", "60");
            throw new Problem(503, MOST_CLIENTS + " clients are listening, which is the limit");
        }
        request.contentType("text/event-stream");
        request.header("X-Accel-Buffering", "no");
        try {
            stream(request, wanted, resumes);
        } finally {
            places.release();
        }
    }

    /** Runs on the request's thread, so that nothing remains of a client whose connection breaks. */
    private void stream(Context request, Wanted wanted, boolean resumes) throws Exception {
        OutputStream out = request.res().getOutputStream();
        BlockingQueue<List<Change>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
        AtomicBoolean late = new AtomicBoolean();
        BooleanSupplier holds = Access.holds(request);
        writing.add(Thread.currentThread());
        try (AutoCloseable listening = changes.listen(each -> hand(each, waiting, late))) {
            LOG.atDebug().addKeyValue("listening", listening).log("a client of events connected");
            write(out, resumes ? "reset" : "ready", start());
            int quiet = 0;
            while (!closed && !late.get() && holds.getAsBoolean()) {
                List<Change> next = waiting.poll(LOOK_SECONDS, TimeUnit.SECONDS);
                if (next != null) {
                    quiet = 0;
                    for (Change change : next) {
                        if (wanted.takes(change)) {
                            write(out, "changed", change);
                        }
                    }
                } else if (++quiet == LOOKS_PER_HEARTBEAT) {
                    quiet = 0;
                    out.write(bytes(":\n\n"));
                    out.flush();
                }
            }
        } catch (IOException | InterruptedException e) {
            LOG.debug("a client of events disconnected", e);
        } finally {
            writing.remove(Thread.currentThread());
        }
    }

    /** Called on the feed's thread. */
    private static void hand(List<Change> each, BlockingQueue<List<Change>> waiting, AtomicBoolean late) {
        if (!waiting.offer(each)) {
            late.set(true);
        }
    }

    private ObjectNode start() {
        return answers.database()
                .read(handle -> answers.frame(handle, answers.feed().get()));
    }

    private static void write(OutputStream out, String event, Object data) throws IOException {
        out.write(bytes("event: " + event + "\ndata: "));
        out.write(Problem.bytes(data));
        out.write(bytes("\n\n"));
        out.flush();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        closed = true;
        writing.forEach(Thread::interrupt);
    }
}
