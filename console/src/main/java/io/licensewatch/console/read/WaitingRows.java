package io.licensewatch.console.read;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Commands that wait for a person or for a limit. */
public final class WaitingRows {
    private static final int MOST_REASONS = 50;

    private WaitingRows() {}

    /** The number of held commands, by the worker's reason. */
    public record Held(String reason, long commands) {}

    /** The most first. */
    public static List<Held> held(Handle handle) {
        return handle.createQuery("""
                        SELECT coalesce(json_extract(r.record, '$.reason'), 'NO_REASON_GIVEN') AS reason, count(*) AS commands
                        FROM command c JOIN result r ON r.command_id = c.command_id AND r.n = c.state_n
                        WHERE c.state = 'HELD' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT :most""")
                .bind("most", MOST_REASONS)
                .map((row, context) -> new Held(row.getString("reason"), row.getLong("commands")))
                .list();
    }

    /** The number of commands that wait for approval before their deadline. */
    public static long forPerson(Handle handle, Instant now) {
        return handle.createQuery("""
                        SELECT count(*) FROM command
                        WHERE state = 'AWAITING_APPROVAL' AND deadline_ms > :now AND taken_back = 0""")
                .bind("now", now.toEpochMilli())
                .mapTo(Long.class)
                .one();
    }
}
