package io.licensewatch.console.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    private static final Duration KEEP = Duration.ofDays(400);
    /** All samples are of March 2026. */
    private static final Instant LATER = Instant.parse("2027-08-01T00:00:00Z");

    @TempDir
    Path directory;

    private ReadModelFixture model;
    private Retention retention;

    @BeforeEach
    void open() throws SQLException {
        model = ReadModelFixture.in(directory);
        retention = new Retention(model.database().writer(), KEEP);
        feedIsAt(LATER);
    }

    @AfterEach
    void close() throws SQLException {
        model.close();
    }

    private void feedIsAt(Instant time) throws SQLException {
        run("INSERT OR REPLACE INTO frontier (one, lsn, source_ms) VALUES (1, '0/1', " + time.toEpochMilli() + ")");
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = model.database().writer().createStatement()) {
            statement.executeUpdate(sql);
        }
        model.database().writer().commit();
    }

    private long count(String table) {
        return model.database()
                .read(handle -> handle.createQuery("SELECT count(*) FROM " + table)
                        .mapTo(Long.class)
                        .one());
    }

    private void history() throws SQLException {
        model.samples(
                "tenant-status-in-trouble",
                "alert-seat-utilization-open",
                "command-deactivate-inactive-users",
                "remediation-result-issued",
                "remediation-result-applied",
                "verdict-effective",
                "operator-action-approve",
                "system-health-in-trouble",
                "dead-letter-missing-op");
    }

    private static final List<String> HISTORY = List.of(
            "transition",
            "command",
            "command_record",
            "result",
            "verdict",
            "action",
            "score_point",
            "seat_point",
            "dead_letter");

    @Test
    void older_history_is_deleted_and_the_present_state_is_kept() throws Exception {
        history();
        HISTORY.forEach(table -> assertThat(count(table)).as(table).isPositive());

        retention.step(LATER);

        HISTORY.forEach(table -> assertThat(count(table)).as(table).isZero());
        assertThat(count("tenant")).isEqualTo(1);
        assertThat(count("health")).isEqualTo(1);
    }

    @Test
    void nothing_younger_is_deleted() throws Exception {
        history();
        Instant youngEnough = Instant.parse("2026-03-01T00:00:00Z").plus(KEEP);
        feedIsAt(youngEnough);

        retention.step(youngEnough);

        HISTORY.forEach(table -> assertThat(count(table)).as(table).isPositive());
    }

    @Test
    void the_history_of_an_open_alert_is_kept() throws Exception {
        history();
        model.sample("alert-current-seat-utilization", Map.of("status", "UPDATED"));

        retention.step(LATER);

        for (String table : List.of("transition", "command", "command_record", "result", "verdict", "action")) {
            assertThat(count(table)).as(table).isPositive();
        }
        assertThat(count("score_point")).isZero();
    }

    @Test
    void an_open_command_is_kept() throws Exception {
        model.sample("command-deactivate-inactive-users", Map.of("deadline", LATER.plusSeconds(1)));
        model.samples("remediation-result-awaiting-approval", "operator-action-approve");

        retention.step(LATER);
        assertThat(count("command")).isEqualTo(1);
        assertThat(count("action")).isEqualTo(1);
    }

    @Test
    void a_wrong_clock_deletes_nothing() throws Exception {
        history();
        feedIsAt(Instant.parse("2026-03-26T00:00:00Z"));

        retention.step(Instant.parse("2126-01-01T00:00:00Z"));

        HISTORY.forEach(table -> assertThat(count(table)).as(table).isPositive());
    }

    @Test
    void a_large_history_is_deleted_in_small_steps() throws Exception {
        run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)"
                + " INSERT INTO score_point SELECT i, 1, 1, 1 FROM n");

        retention.step(LATER);
        assertThat(count("score_point")).isEqualTo(700);
        retention.step(LATER);
        retention.step(LATER);
        assertThat(count("score_point")).isZero();

        run("INSERT INTO score_point VALUES (1, 1, 1, 1)");
        retention.step(LATER.plus(Duration.ofMinutes(59)));
        assertThat(count("score_point")).as("an hour later, not before").isEqualTo(1);
        retention.step(LATER.plus(Duration.ofMinutes(61)));
        assertThat(count("score_point")).isZero();
    }
}
