package io.licensewatch.console.read;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** The read positions of the topics. */
public final class PositionRows {
    private PositionRows() {}

    /** @param records sum over its partitions */
    public record Read(String topic, int partitions, long records) {}

    public static List<Read> all(Handle handle) {
        return handle.createQuery(
                        "SELECT topic, count(*), sum(next_offset) FROM position GROUP BY topic ORDER BY topic")
                .map((row, context) -> new Read(row.getString(1), row.getInt(2), row.getLong(3)))
                .list();
    }
}
