package io.licensewatch.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.runtime.text.Visible;
import java.io.PrintWriter;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the waiting commands and the reasons. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Prints how many commands wait and why, the pauses, and the types that this source does not support.",
            "Log in as a member of licensewatch_operator, or as the worker."
        })
final class StatusCommand extends OperatorCommand {
    @Option(names = "--json", description = "As JSON, on one line.")
    private boolean json;

    @Override
    void run(OperatorSession session, PrintWriter out) {
        JsonNode status = session.status();
        if (json) {
            out.println(status);
            return;
        }
        line(out, "open", counts(status.path("open")) + since(status));
        line(out, "held", counts(status.path("held")));
        line(out, "last 24 h", counts(status.path("lastDay")));
        status.path("pauses").forEach(pause -> line(out, "paused", words(pause)));
        status.path("unsupported")
                .properties()
                .forEach(type -> line(
                        out, "cannot", type.getKey() + ": " + type.getValue().asText()));
    }

    private static String since(JsonNode status) {
        String oldest = status.path("oldestOpen").asText("");
        return oldest.isEmpty() || oldest.equals("null") ? "" : ", the oldest since " + oldest;
    }

    private static String words(JsonNode pause) {
        return Scope.of(text(pause.path("tenant")), text(pause.path("type"))) + " by "
                + pause.path("by").asText() + " at " + pause.path("at").asText() + ": "
                + pause.path("reason").asText();
    }

    private static @Nullable String text(JsonNode value) {
        return value.isTextual() ? value.asText() : null;
    }

    private static String counts(JsonNode counts) {
        return counts.isEmpty()
                ? "none"
                : StreamSupport.stream(counts.properties().spliterator(), false)
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> entry.getValue().asText() + " " + entry.getKey())
                        .collect(Collectors.joining(", "));
    }

    private static void line(PrintWriter out, String label, String text) {
        out.println(label + ": " + Visible.of(text));
    }
}
