package io.licensewatch.console.api;

import io.javalin.config.RoutesConfig;
import io.licensewatch.console.action.Actions;
import io.licensewatch.console.feed.FeedStatus;
import io.licensewatch.console.http.Site;
import io.licensewatch.console.live.LiveChanges;
import io.licensewatch.console.store.Database;
import io.licensewatch.console.whatif.Turns;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The calls under {@code /api/v1}, their description, and the errors under {@code /api}. */
public final class Api implements Site, AutoCloseable {
    private final Events events;
    private final List<Call> calls;

    public Api(
            Database database,
            Supplier<FeedStatus> feed,
            LiveChanges changes,
            Actions actions,
            Turns turns,
            Clock clock) {
        Answers answers = new Answers(database, feed, clock);
        events = new Events(answers, changes);
        calls = Stream.of(
                        TenantCalls.of(answers),
                        AlertCalls.of(answers),
                        CommandCalls.of(answers),
                        SystemCalls.of(answers),
                        WhatIfCalls.of(answers, turns),
                        PauseCalls.of(answers, actions),
                        Documents.calls(),
                        List.of(events.call()))
                .flatMap(List::stream)
                .toList();
    }

    List<Call> calls() {
        return calls;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        calls.forEach(call -> call.addTo(routes));
        new Problems().addTo(routes);
    }

    @Override
    public void close() {
        events.close();
    }
}
