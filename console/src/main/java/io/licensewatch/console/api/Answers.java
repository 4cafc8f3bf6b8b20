package io.licensewatch.console.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.licensewatch.console.feed.FeedStatus;
import io.licensewatch.console.read.Freshness;
import io.licensewatch.console.read.Page;
import io.licensewatch.console.store.Database;
import io.licensewatch.schemas.json.Json;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Creates answers. Each has its position, the position of the feed, and whether the read model is complete. */
public record Answers(Database database, Supplier<FeedStatus> feed, Clock clock) {
    /** Fills the body from one snapshot. */
    @FunctionalInterface
    public interface Reading {
        void read(Handle handle, QueryParameters parameters, ObjectNode body);
    }

    public Handler of(Reading reading) {
        return request -> send(request, 200, reading);
    }

    public void send(Context request, int status, Reading reading) {
        FeedStatus before = feed.get(); // read first: data that is read afterwards is at least as new
        ObjectNode body = database.read(handle -> {
            ObjectNode filled = frame(handle, before);
            reading.read(handle, new QueryParameters(request), filled);
            return filled;
        });
        request.status(status).contentType("application/json").result(Problem.bytes(body));
    }

    ObjectNode frame(Handle handle, FeedStatus status) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        Freshness freshness = Freshness.of(handle);
        body.set("asOf", Json.MAPPER.valueToTree(freshness.asOf()));
        body.set("feed", Json.MAPPER.valueToTree(freshness.feed()));
        Instant answered = status.answeredAt();
        body.putObject("readModel")
                .put("phase", status.phase().name())
                .put("behind", status.behind())
                .put("current", status.isCurrent(clock.instant()))
                .put("checkedAt", answered == null ? null : answered.toString())
                .put("trouble", status.trouble());
        return body;
    }

    static <T> void page(ObjectNode body, Page<T> page, Function<T, ?> each) {
        body.set(
                "items", Json.MAPPER.valueToTree(page.items().stream().map(each).toList()));
        body.put("next", page.next());
    }

    static <T> void page(ObjectNode body, Page<T> page) {
        page(body, page, Function.identity());
    }
}
