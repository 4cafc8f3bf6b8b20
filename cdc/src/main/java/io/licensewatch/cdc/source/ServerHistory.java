package io.licensewatch.cdc.source;

import io.licensewatch.schemas.source.Lsn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The position and the timelines of the server's WAL. A server starts a new timeline when it is promoted or recovered to a point
 * in time: its WAL then shares with the former timeline only what precedes the switch.
 *
 * @param timeline its current one, from 1
 * @param position LSN up to which the WAL is written
 * @param past the switches away from earlier timelines, oldest first; null when the server did not provide them
 */
public record ServerHistory(
        int timeline, long position, @Nullable List<Switch> past) {
    private static final String HEX = "\\x";

    public ServerHistory {
        past = past == null ? null : List.copyOf(past);
    }

    /**
     * A timeline that was left.
     *
     * @param at the LSN at which the server left that timeline
     */
    public record Switch(int timeline, long at) {}

    /** The LSN at which the server left this timeline; empty when it never was on it, or that is unknown. */
    public Optional<Long> left(int formerTimeline) {
        return past == null
                ? Optional.empty()
                : past.stream()
                        .filter(former -> former.timeline() == formerTimeline)
                        .map(Switch::at)
                        .findFirst();
    }

    /**
     * Reads a timeline history file: a line for each switch, with the timeline, the LSN and the reason.
     *
     * @return null if it is not well-formed
     */
    static @Nullable List<Switch> parse(@Nullable String file) {
        if (file == null || file.startsWith(HEX)) {
            return null;
        }
        List<Switch> switches = new ArrayList<>();
        for (String line : file.lines().map(String::strip).toList()) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] fields = line.split("\\s+", 3);
            try {
                switches.add(new Switch(Integer.parseInt(fields[0]), Lsn.parse(fields[1])));
            } catch (RuntimeException e) {
                return null;
            }
        }
        return switches;
    }
}
