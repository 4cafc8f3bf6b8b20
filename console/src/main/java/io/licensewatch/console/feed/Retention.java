package io.licensewatch.console.feed;

import io.licensewatch.schemas.result.CommandState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes history beyond its retention in small steps. History of open alerts and open commands is kept, however old. */
final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final Duration EVERY = Duration.ofHours(1);
    private static final int ROWS_AT_ONCE = 500;

    private static final String ENDED = Arrays.stream(CommandState.values())
            .filter(CommandState::isFinal)
            .map(state -> "'" + state + "'")
            .collect(Collectors.joining(", ", "(", ")"));

    private static final String OLD_COMMANDS = """
            SELECT c.command_id FROM command c
            WHERE (c.issued_ms < :before OR c.issued_ms IS NULL)
              AND max(coalesce(c.deadline_ms, 0), coalesce(c.state_ms, 0),
                coalesce((SELECT max(at_ms) FROM command_record r WHERE r.command_id = c.command_id), 0),
                coalesce((SELECT max(at_ms) FROM verdict v WHERE v.command_id = c.command_id), 0)) < :before
              AND (c.taken_back = 1 OR c.state IN %s OR c.deadline_ms < :now)
              AND NOT EXISTS (SELECT 1 FROM alert a WHERE a.alert_id = c.alert_id)
            LIMIT %d""".formatted(ENDED, ROWS_AT_ONCE);

    /** Actions that led to a command are kept with it; the command's alert id has the action's id. */
    private static final String OLD_ACTIONS = """
            DELETE FROM action WHERE action_id IN (SELECT x.action_id FROM action x
              WHERE x.at_ms < ?
                AND NOT EXISTS (SELECT 1 FROM command c WHERE c.command_id = x.command_id)
                AND NOT EXISTS (SELECT 1 FROM command c WHERE c.alert_id = '_operator|' || x.action_id)
              LIMIT ?)""";

    private static final String OLD_TRANSITIONS = """
            DELETE FROM transition WHERE event_id IN (SELECT t.event_id FROM transition t
              WHERE t.occurred_ms < ?
                AND NOT EXISTS (SELECT 1 FROM alert a WHERE a.alert_id = t.alert_id AND a.episode = t.episode)
              LIMIT ?)""";

    private static final List<String> OF_A_COMMAND =
            List.of("command_record", "result", "verdict", "action", "command");

    private final Statements sql;
    private final Duration keep;
    private @Nullable Instant next;

    Retention(Connection writer, Duration keep) {
        this.sql = new Statements(writer);
        this.keep = keep;
    }

    /** Deletes a step if it is due: once an hour, and repeatedly while there is more. */
    void step(Instant now) throws SQLException {
        Instant due = next;
        if (due != null && now.isBefore(due)) {
            return;
        }
        Long feed = sql.number("SELECT source_ms FROM frontier");
        if (feed == null) {
            return; // the source time is unknown
        }
        // By the earlier clock: a wrong clock must not delete history that is no longer on a topic.
        Instant until = now.toEpochMilli() < feed ? now : Instant.ofEpochMilli(feed);
        int deleted = delete(until.minus(keep).toEpochMilli(), until.toEpochMilli());
        if (deleted > 0) {
            LOG.atDebug().addKeyValue("rows", deleted).log("old history deleted");
        }
        next = deleted >= ROWS_AT_ONCE ? now : now.plus(EVERY);
    }

    private int delete(long before, long now) throws SQLException {
        try {
            int deleted = commands(before, now);
            deleted += sql.run(OLD_TRANSITIONS, before, ROWS_AT_ONCE);
            deleted += sql.run(OLD_ACTIONS, before, ROWS_AT_ONCE);
            deleted += old("score_point", "minute_ms", before);
            deleted += old("dead_letter", "at_ms", before);
            deleted += old("gap", "noticed_ms", before);
            deleted += old(
                    "seat_point",
                    "day",
                    Instant.ofEpochMilli(before)
                            .atOffset(ZoneOffset.UTC)
                            .toLocalDate()
                            .toString());
            sql.commit();
            return deleted;
        } catch (SQLException | RuntimeException e) {
            sql.rollback();
            throw e;
        }
    }

    private int commands(long before, long now) throws SQLException {
        sql.run("CREATE TEMP TABLE IF NOT EXISTS old_command (command_id TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID");
        sql.run("DELETE FROM old_command");
        sql.run(
                "INSERT INTO old_command "
                        + OLD_COMMANDS.replace(":before", "?1").replace(":now", "?2"),
                before,
                now);
        int deleted = 0;
        for (String table : OF_A_COMMAND) {
            deleted += sql.run("DELETE FROM " + table + " WHERE command_id IN (SELECT command_id FROM old_command)");
        }
        return deleted;
    }

    private int old(String table, String column, Object before) throws SQLException {
        String key = switch (table) {
            case "score_point" -> "minute_ms";
            case "seat_point" -> "(tenant_id, day)";
            case "gap" -> "(topic, partition, from_offset)";
            default -> "(topic, partition, record_offset, at_ms)";
        };
        String columns = key.replaceAll("[()]", "");
        return sql.run(
                "DELETE FROM " + table + " WHERE " + key + " IN (SELECT " + columns + " FROM " + table + " WHERE "
                        + column + " < ? LIMIT ?)",
                before,
                ROWS_AT_ONCE);
    }
}
