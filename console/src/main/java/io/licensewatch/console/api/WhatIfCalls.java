package io.licensewatch.console.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.licensewatch.console.whatif.Change;
import io.licensewatch.console.whatif.ChangeFilter;
import io.licensewatch.console.whatif.Given;
import io.licensewatch.console.whatif.Result;
import io.licensewatch.console.whatif.Threshold;
import io.licensewatch.console.whatif.Turns;
import io.licensewatch.console.whatif.Weight;
import io.licensewatch.console.whatif.WhatIf;
import io.licensewatch.core.detect.Grade;
import io.licensewatch.core.detect.Rule;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.status.SystemHealth;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Evaluates all present tenants with other thresholds. */
final class WhatIfCalls {
    private final Answers answers;
    private final Turns turns;

    private WhatIfCalls(Answers answers, Turns turns) {
        this.answers = answers;
        this.turns = turns;
    }

    static List<Call> of(Answers answers, Turns turns) {
        String[] query = Stream.concat(
                        Threshold.VARIABLE.stream().map(Threshold::field),
                        Stream.of("rule", "change", "limit", "cursor"))
                .toArray(String[]::new);
        return List.of(Call.get("/api/v1/what-if", new WhatIfCalls(answers, turns)::answer, query));
    }

    private void answer(Context request) {
        if (!turns.take(() -> answers.send(request, 200, WhatIfCalls::read))) {
            request.header("Retry-After", "5");
            throw new Problem(503, "another evaluation is running; each reads every tenant");
        }
    }

    private static void read(Handle handle, QueryParameters parameters, ObjectNode body) {
        SystemHealth.Rules inForce = WhatIf.inForce(handle)
                .orElseThrow(
                        () -> new Problem(
                                409,
                                "the rules in force are not known: stream-app has not published them, or is of an earlier release"));
        Given given = Given.of(inForce, parameters::text);
        SystemHealth.Rules rules = given.rules();
        if (rules == null) {
            throw Problem.badRequest(given.problems().entrySet().stream()
                    .map(problem -> problem.getKey().field() + ": " + problem.getValue())
                    .collect(Collectors.joining("; ")));
        }
        ChangeFilter filter = new ChangeFilter(rule(parameters), parameters.choice("change", Change.Kind.class));
        Result result = WhatIf.evaluate(handle, rules, filter, parameters.paging());
        body.set("evaluatedAt", Json.MAPPER.valueToTree(result.at()));
        body.put("tookMillis", result.took().toMillis())
                .put("tenants", result.tenants())
                .put("unknownTenants", result.unknownTenants())
                .put("tenantsBetween", result.between());
        body.putObject("rules")
                .<ObjectNode>set("inForce", Json.MAPPER.valueToTree(result.inForce()))
                .set("others", Json.MAPPER.valueToTree(result.others()));
        side(body.putObject("now"), result.now());
        side(body.putObject("then"), result.then());
        ArrayNode byRule = body.putArray("byRule");
        result.rules()
                .forEach((rule, sum) ->
                        byRule.addObject().put("rule", rule.id()).setAll(Json.MAPPER.<ObjectNode>valueToTree(sum)));
        Answers.page(body, result.changes(), WhatIfCalls::change);
    }

    private static @Nullable Rule rule(QueryParameters parameters) {
        String id = parameters.text("rule");
        if (id == null) {
            return null;
        }
        return Rule.ofTenants().stream()
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.badRequest("rule is one of "
                        + Rule.ofTenants().stream().map(Rule::id).collect(Collectors.joining(", "))));
    }

    private static void side(ObjectNode body, Result.Side side) {
        Weight alerts = side.alerts();
        body.put("alerts", alerts.alerts())
                .put("critical", alerts.critical())
                .put("senior", alerts.senior())
                .put("pages", alerts.pages())
                .put("score", side.score())
                .set("systemHealth", grade(side.health()));
    }

    private static ObjectNode change(Change change) {
        ObjectNode json = Json.MAPPER
                .createObjectNode()
                .put("tenantId", change.tenantId())
                .put("tenantName", change.tenantName())
                .put("rule", change.rule().id())
                .put("change", change.kind().name())
                .put("wakes", change.wakes());
        json.set("now", grade(change.now()));
        json.set("then", grade(change.then()));
        return json;
    }

    private static JsonNode grade(@Nullable Grade grade) {
        return grade == null
                ? Json.MAPPER.nullNode()
                : Json.MAPPER
                        .createObjectNode()
                        .put("stage", grade.stage())
                        .put("severity", grade.severity().name())
                        .put("level", grade.level().name());
    }
}
