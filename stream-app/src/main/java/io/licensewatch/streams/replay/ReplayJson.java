package io.licensewatch.streams.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import io.licensewatch.schemas.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a replay has found, as one JSON object, for machines. */
final class ReplayJson {
    private ReplayJson() {}

    private record Head(
            String place,
            String cluster,
            Instant from,
            Instant until,
            Instant begin,
            String otherRules,
            long rows,
            long frontiers,
            long frontiersBefore,
            long tenants,
            long tookMillis,
            List<Rulings.Change> rules,
            List<String> leftOut,
            List<String> notes,
            long same,
            Map<String, Both> byRule) {}

    private record Both(RuleCount present, RuleCount other) {}

    private record Alert(
            String tenantId,
            @Nullable String tenantName,
            String rule,
            String subject,
            @Nullable List<Transition> present,
            @Nullable List<Transition> other) {}

    static void print(PrintWriter out, ReplayResult result) throws IOException {
        JsonGenerator json = Json.MAPPER.getFactory().createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartObject();
        for (Map.Entry<String, Object> field : fields(head(result)).entrySet()) {
            json.writePOJOField(field.getKey(), field.getValue());
        }
        json.writeArrayFieldStart("differences");
        for (Difference one : result.comparison().differences()) {
            json.writePOJO(alert(one, result.range().from()));
        }
        json.writeEndArray();
        json.writeEndObject();
        json.close();
        out.println();
        out.flush();
    }

    @SuppressWarnings("unchecked") // an object in JSON
    private static Map<String, Object> fields(Head head) {
        return Json.MAPPER.convertValue(head, Map.class);
    }

    private static Head head(ReplayResult result) {
        Comparison all = result.comparison();
        Map<String, Both> byRule = new TreeMap<>();
        all.rules().forEach(rule -> byRule.put(rule, new Both(all.present(rule), all.other(rule))));
        return new Head(
                result.place(),
                result.cluster(),
                result.range().from(),
                result.range().until(),
                result.range().begin(),
                result.other(),
                result.rows(),
                result.frontiers(),
                result.before(),
                result.tenants(),
                result.took().toMillis(),
                result.changes(),
                ReplayResult.LEFT_OUT,
                result.notes(),
                all.same(),
                byRule);
    }

    private static Alert alert(Difference one, Instant from) {
        Episode either = one.either();
        return new Alert(
                either.tenantId(),
                either.tenantName(),
                either.rule(),
                either.subject(),
                one.present() == null ? null : one.present().since(from),
                one.other() == null ? null : one.other().since(from));
    }
}
