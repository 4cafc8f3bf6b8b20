package io.licensewatch.console.runbook;

import io.javalin.config.RoutesConfig;
import io.licensewatch.console.action.Actions;
import io.licensewatch.console.api.Answers;
import io.licensewatch.console.api.Call;
import io.licensewatch.console.feed.FeedStatus;
import io.licensewatch.console.http.Site;
import io.licensewatch.console.store.Database;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The calls under {@code /api/admin}. */
public final class Runbook implements Site {
    private final List<Call> calls;

    public Runbook(Database database, Supplier<FeedStatus> feed, Actions actions, Clock clock) {
        Answers answers = new Answers(database, feed, clock);
        Requests requests = new Requests(answers, actions);
        calls = Stream.of(
                        List.of(Call.get("/api/admin/monitoring/license-health", answers.of(LicenseHealth::read))),
                        Validation.calls(answers),
                        ViewRefreshes.calls(answers, requests),
                        List.of(requests.cacheClear()))
                .flatMap(List::stream)
                .toList();
    }

    public List<Call> calls() {
        return calls;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        calls.forEach(call -> call.addTo(routes));
    }
}
