package io.licensewatch.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.cli.Palette;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.runtime.process.ServiceRun;
import io.licensewatch.schemas.ContractValidator;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DemoIT {
    private final ByteArrayOutputStream story = new ByteArrayOutputStream();
    private final ByteArrayOutputStream records = new ByteArrayOutputStream();

    @Test
    void all_incidents_of_the_demo_come_as_expected_and_every_record_keeps_its_contract() throws Exception {
        AtomicBoolean asExpected = new AtomicBoolean();
        int exitCode = ServiceRun.untilStopped(run -> {
            DemoRun demo = new DemoRun(run, stream(story), new Palette(false), stream(records));
            asExpected.set(demo.play());
            run.stop();
        });

        String printed = story.toString(StandardCharsets.UTF_8);
        assertThat(asExpected).as(printed).isTrue();
        assertThat(exitCode).isEqualTo(ExitCode.OK);
        assertThat(printed).contains("Console: http://127.0.0.1:");
        assertThat(printed)
                .contains("Everything expected was published, and nothing else.", "silence", "ISSUE", "CANCEL", "end");
        assertThat(printed)
                .contains("approves DEACTIVATE_INACTIVE_USERS", "mail to 1 administrator", "HELD", "EFFECTIVE")
                .contains("What was done did not help.");
        Set<String> topics = new HashSet<>();
        for (String line : records.toString(StandardCharsets.UTF_8).lines().toList()) {
            topics.add(validated(Json.MAPPER.readTree(line)));
        }
        assertThat(topics)
                .containsExactlyInAnyOrder(
                        Topics.ALERTS,
                        Topics.ALERTS_CURRENT,
                        Topics.COMMANDS,
                        Topics.RESULTS,
                        Topics.VERDICTS,
                        Topics.PAUSES,
                        Topics.ACTIONS,
                        Topics.TENANTS,
                        Topics.HEALTH);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String validated(JsonNode line) {
        String topic = line.get("topic").asText();
        Map<String, String> headers = new HashMap<>();
        line.get("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        JsonNode value = line.get("value");
        ContractValidator.validate(
                topic,
                line.get("key").asText().getBytes(StandardCharsets.UTF_8),
                value.isNull() ? null : value.toString().getBytes(StandardCharsets.UTF_8),
                headers);
        return topic;
    }
}
