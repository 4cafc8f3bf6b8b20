package io.licensewatch.core.remedy;

import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandType;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A command that was issued in the present episode. It is remembered after it was taken back too, so that the next one
 * of its kind is another attempt and no id is used twice.
 *
 * @param attempt the last one, from 1
 * @param outstanding null once it was taken back or is deemed done
 */
public record IssuedCommand(
        CommandType type,
        String target,
        int attempt,
        @Nullable Outstanding outstanding) {
    IssuedCommand settled() {
        return outstanding == null ? this : new IssuedCommand(type, target, attempt, null);
    }

    /** What a CANCEL repeats. */
    public record Outstanding(
            Map<String, @Nullable Object> parameters, CommandMode mode, Instant deadline, String summary) {
        public Outstanding {
            parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
        }
    }
}
