package io.licensewatch.console.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.ServiceUnavailableResponse;
import io.licensewatch.console.access.Role;
import io.licensewatch.console.http.Site;
import io.licensewatch.console.whatif.Change;
import io.licensewatch.console.whatif.ChangeFilter;
import io.licensewatch.console.whatif.Given;
import io.licensewatch.console.whatif.Result;
import io.licensewatch.console.whatif.Threshold;
import io.licensewatch.console.whatif.Turns;
import io.licensewatch.console.whatif.WhatIf;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.schemas.status.SystemHealth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The page What if: evaluates all present tenants with other thresholds. */
public final class WhatIfPage implements Site {
    static final String PATH = "/what-if";

    private final Desk desk;
    private final Turns turns;

    WhatIfPage(Desk desk, Turns turns) {
        this.desk = desk;
        this.turns = turns;
    }

    /**
     * @param given null if the rules in force are unknown
     * @param result null before an evaluation, and for invalid thresholds
     * @param first whether this is the first page of changes
     * @param more the address of the next page; null on the last
     */
    public record View(
            SystemHealth.@Nullable Rules inForce,
            @Nullable Given given,
            @Nullable Result result,
            ChangeFilter filter,
            boolean first,
            @Nullable String more,
            String query) {
        /** The form's fields, rule by rule. */
        public Map<Rule, List<Threshold>> fields() {
            Map<Rule, List<Threshold>> fields = new EnumMap<>(Rule.class);
            for (Threshold threshold : Threshold.VARIABLE) {
                fields.computeIfAbsent(threshold.rule(), rule -> new ArrayList<>())
                        .add(threshold);
            }
            return fields;
        }

        /** Lines of a settings file with the thresholds. */
        public List<String> settings() {
            if (result == null) {
                return List.of();
            }
            return Threshold.VARIABLE.stream()
                    .filter(one -> !one.text(result.others()).equals(one.text(result.inForce())))
                    .map(one -> one.setting() + "=" + one.text(result.others()))
                    .toList();
        }

        /** The same thresholds, with the changes of one rule or kind only. */
        public String filtered(@Nullable Rule rule, Change.@Nullable Kind kind) {
            return PATH + "?" + query + (rule == null ? "" : "&rule=" + rule.id())
                    + (kind == null ? "" : "&change=" + kind.name());
        }
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(PATH, this::show, Role.VIEW);
    }

    private void show(Context request) {
        if (isSubmitted(request)) {
            boolean done =
                    turns.take(() -> desk.show(request, Section.WHAT_IF, "What if", "what-if.jte", reading(request)));
            if (!done) {
                request.header("Retry-After", "5");
                throw new ServiceUnavailableResponse("another evaluation is running; each reads every tenant");
            }
        } else {
            desk.show(request, Section.WHAT_IF, "What if", "what-if.jte", reading(request));
        }
    }

    private static boolean isSubmitted(Context request) {
        return Threshold.VARIABLE.stream().anyMatch(one -> Query.text(request, one.field()) != null);
    }

    private static Desk.Reading reading(Context request) {
        return (handle, now) -> read(request, handle);
    }

    private static @Nullable Rule rule(Context request) {
        String id = Query.text(request, "rule");
        if (id == null) {
            return null;
        }
        return Rule.ofTenants().stream()
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new BadRequestResponse("'rule' is one of "
                        + Rule.ofTenants().stream().map(Rule::id).toList() + ", not '" + id + "'"));
    }

    private static View read(Context request, Handle handle) {
        ChangeFilter filter = new ChangeFilter(rule(request), Query.one(request, "change", Change.Kind.class));
        boolean first = request.queryParam("after") == null;
        SystemHealth.Rules inForce = WhatIf.inForce(handle).orElse(null);
        if (inForce == null) {
            return new View(null, null, null, filter, first, null, "");
        }
        Given given = Given.of(inForce, name -> Query.text(request, name));
        String query = Query.given(
                request, Threshold.VARIABLE.stream().map(Threshold::field).toList());
        if (!given.problems().isEmpty()) {
            request.status(HttpStatus.UNPROCESSABLE_CONTENT);
        }
        if (!given.given() || given.rules() == null) {
            return new View(inForce, given, null, filter, first, null, query);
        }
        Result result = WhatIf.evaluate(handle, given.rules(), filter, Query.paging(request));
        return new View(
                inForce,
                given,
                result,
                filter,
                first,
                Query.next(request, result.changes().next()),
                query);
    }
}
