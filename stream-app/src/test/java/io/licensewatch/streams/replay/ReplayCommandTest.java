package io.licensewatch.streams.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.core.engine.Envelopes;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.source.Frontier;
import io.licensewatch.schemas.source.Lsn;
import io.licensewatch.schemas.source.RowChange;
import io.licensewatch.schemas.source.SourcePosition;
import io.licensewatch.schemas.source.SourceTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReplayCommandTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int replay(String... arguments) throws IOException {
        Path temporary = Files.createDirectories(directory.resolve("temporary"));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--temp=" + temporary);
        CommandLine line =
                ReplayCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = line.execute(all.toArray(String[]::new));
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).as("what is left").isEmpty();
        }
        return exitCode;
    }

    private String rules(String text) throws IOException {
        return "--rules=" + Files.writeString(directory.resolve("rules.properties"), text);
    }

    /** A view that was refreshed at noon and never since; a frontier every minute until six. */
    private String copy() throws IOException {
        MemoryHistory history = new MemoryHistory();
        Envelopes.Event job = Envelopes.event(
                SourceTable.MATERIALIZED_VIEW_REFRESH_JOBS,
                Map.of("id", "1"),
                RowChange.Op.CREATE,
                null,
                Map.of(
                        "id",
                        "1",
                        "view_name",
                        "seats",
                        "started_at",
                        NOON.toString(),
                        "completed_at",
                        NOON.toString(),
                        "success",
                        true),
                new SourcePosition(1, 9, 10),
                NOON);
        history.add(MemoryHistory.TOPICS.table(job.table()), 0, job.key(), job.value(), NOON);
        for (int minute = 1; minute <= 360; minute++) {
            history.add(new Frontier(
                    NOON.plus(Duration.ofMinutes(minute)),
                    Lsn.text(20 + 2 * minute),
                    Lsn.text(19 + 2 * minute),
                    1,
                    true,
                    List.of(job.table().qualifiedName())));
        }
        Path copy = directory.resolve("copy");
        try (CopyWriter writer = CopyWriter.begin(copy)) {
            SavingHistory saving = new SavingHistory(history, writer);
            Lane frontiers = saving.lanes(Instant.MIN).frontiers();
            List<Lane> rows = saving.lanes(Instant.MIN).rows();
            Stream.concat(Stream.of(frontiers), rows.stream()).forEach(lane -> {
                while (lane.next() != null) {
                    // saved
                }
            });
            Frontier last = history.last().orElseThrow();
            saving.finish(last, last.sourceTime());
        }
        return "--copy=" + copy;
    }

    @Test
    void what_differs_is_printed_for_people() throws Exception {
        int exitCode = replay("--from=earliest", copy(), rules("licensewatch.rules.view-stale-after = 3h\n"));

        assertThat(err.toString()).contains("replay: from 2026-03-10T12:01:00Z until 2026-03-10T18:00:00Z");
        assertThat(exitCode).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("licensewatch.rules.view-stale-after  1h -> 3h")
                .contains("feed-stalled goes by the machine's clock")
                .contains("Under both, but not alike: 1")
                .contains("view-stale  _system  seats")
                .contains("present  2026-03-10T13:01:00Z OPEN")
                .contains("other    2026-03-10T15:01:00Z OPEN")
                .contains("1 alerts under the present rules, 1 under ");
    }

    @Test
    void what_differs_is_printed_for_machines() throws Exception {
        int exitCode = replay(
                "--from=2026-03-10T14:00Z",
                "--until=2026-03-10T14:30Z",
                "--format=json",
                copy(),
                rules("licensewatch.rules.view-stale-after=3h\nlicensewatch.rules.feed-silence=5m"));

        assertThat(exitCode).isEqualTo(ExitCode.OK);
        JsonNode json = Json.MAPPER.readTree(out.toString());
        assertThat(json.path("from").asText()).isEqualTo("2026-03-10T14:00:00Z");
        assertThat(json.path("frontiers").asInt()).isEqualTo(31);
        assertThat(json.path("frontiersBefore").asInt()).isEqualTo(17);
        assertThat(json.at("/byRule/view-stale/present/openBefore").asInt()).isEqualTo(1);
        assertThat(json.at("/byRule/view-stale/other/openBefore").asInt()).isZero();
        assertThat(json.at("/differences/0/subject").asText()).isEqualTo("seats");
        assertThat(json.at("/differences/0/other").isNull()).isTrue();
        assertThat(json.path("rules"))
                .anySatisfy(
                        rule -> assertThat(rule.toString())
                                .isEqualTo(
                                        "{\"rule\":\"licensewatch.rules.feed-silence\",\"present\":\"60s\",\"other\":\"5m\",\"effect\":false}"));
    }

    @Test
    void durations_count_from_when_a_copy_was_read() throws Exception {
        int exitCode = replay(
                "--from=4h", "--until=30m", "--format=json", copy(), rules("licensewatch.rules.view-stale-after=3h"));

        assertThat(exitCode).as(err.toString()).isEqualTo(ExitCode.OK);
        JsonNode json = Json.MAPPER.readTree(out.toString());
        assertThat(json.path("from").asText()).isEqualTo("2026-03-10T14:00:00Z");
        assertThat(json.path("until").asText()).isEqualTo("2026-03-10T17:30:00Z");
        assertThat(json.path("notes")).isEmpty();
    }

    @Test
    void wrong_usage_is_exit_code_2_and_says_what_is_right() throws Exception {
        String good = rules("licensewatch.rules.view-stale-after = 3h");
        refused("Missing required option", "--from=24h");
        refused("2026-11-28T10:00Z", "--from=yesterday", good);
        refused("--format is text or json", "--from=24h", "--format=xml", good);
        refused("exclude each other", "--from=24h", "--copy=a", "--save=b", good);
        refused("the copy in nowhere cannot be used", "--from=24h", "--copy=nowhere", good);
        refused("too early: the earliest possible is", "--from=2026-03-01", copy(), good);
        refused("nothing can differ", "--from=24h", rules("licensewatch.rules.view-stale-after = 60m"));
        refused("unknown rule licensewatch.rules.nothing", "--from=24h", rules("licensewatch.rules.nothing=1"));
        refused(
                "rules in " + directory.resolve("rules.properties") + ": wrong setting licensewatch.rules.expiry-soon",
                "--from=24h",
                rules("licensewatch.rules.expiry-soon=90d"));
        assertThat(out.toString()).isEmpty();
    }

    private void refused(String why, String... arguments) throws IOException {
        err.getBuffer().setLength(0);
        assertThat(replay(arguments)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains(why).doesNotContain("\tat ");
    }
}
