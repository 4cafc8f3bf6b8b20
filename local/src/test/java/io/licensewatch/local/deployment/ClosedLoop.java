package io.licensewatch.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.cli.CommittedRecords;
import io.licensewatch.cli.TopicRecord;
import io.licensewatch.embedded.EmbeddedPostgres16;
import io.licensewatch.local.deployment.PersonAtTerminal.Answer;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.topic.Topics;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Incidents that the processes find and repair, while a person decides at a terminal: one repair is approved and judged, one is
 * rejected, and something is requested.
 */
final class ClosedLoop implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PersonAtTerminal person;
    private final CommittedRecords records;
    private final List<JsonNode> results = new ArrayList<>();
    private final List<JsonNode> verdicts = new ArrayList<>();

    ClosedLoop(SecuredKafka kafka, PersonAtTerminal person) {
        this.person = person;
        this.records =
                CommittedRecords.follow(kafka.client(person.user()), List.of(Topics.RESULTS, Topics.VERDICTS), true);
    }

    void play(EmbeddedPostgres16 postgres) throws Exception {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM tenant_feature_grants"
                    + " WHERE tenant_id = tenant('Old Mill Pottery') AND feature_id = feature('payroll')");
            statement.execute("DELETE FROM tenant_feature_grants"
                    + " WHERE tenant_id = tenant('Tin Roof Theatre') AND grant_source = 'comp'");
        }
        String grant = waiting("GRANT_MISSING_LICENSES");
        String removal = waiting("REMOVE_RBAC_ACCESS");
        says("AWAITING_APPROVAL", "commands", "--waiting");
        says("APPLIED", "approve", grant);
        says("REJECTED", "reject", removal, "--reason", "they renew tomorrow");
        says("APPLIED", "request", "refresh-views", "--view", "licence_summary", "--force");
        await("a verdict on " + grant).atMost(PATIENCE).until(() -> {
            read();
            return verdicts.stream()
                    .anyMatch(verdict -> verdict.path("commandId").asText().equals(grant)
                            && verdict.path("effect").asText().equals("EFFECTIVE"));
        });
        says("EFFECTIVE", "command", grant);
    }

    /** Returns the id of the command whose plan somebody has to approve. */
    private String waiting(String type) {
        await(type + " waits for an approval").atMost(PATIENCE).until(() -> {
            read();
            return results.stream().anyMatch(result -> isWaiting(result, type));
        });
        return results.stream()
                .filter(result -> isWaiting(result, type))
                .findFirst()
                .map(result -> result.path("commandId").asText())
                .orElseThrow();
    }

    private static boolean isWaiting(JsonNode result, String type) {
        return result.path("type").asText().equals(type)
                && result.path("state").asText().equals("AWAITING_APPROVAL");
    }

    private void says(String words, String... arguments) throws IOException, InterruptedException {
        Answer answer = person.licensewatch(arguments);
        assertThat(answer.text()).as(String.join(" ", arguments)).contains(words);
        assertThat(answer.exitCode()).as(answer.text()).isEqualTo(ExitCode.OK);
    }

    private void read() throws IOException {
        for (TopicRecord record : records.poll(Duration.ofMillis(100))) {
            (record.topic().equals(Topics.RESULTS) ? results : verdicts)
                    .add(Json.MAPPER.readTree(String.valueOf(record.value())));
        }
    }

    @Override
    public void close() {
        records.close();
    }
}
