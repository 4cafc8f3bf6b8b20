package io.licensewatch.streams;

import io.licensewatch.runtime.http.Health;
import io.licensewatch.schemas.source.Frontier;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Health by the age of the frontier that all tasks of this process have passed. */
final class FrontierAge {
    private FrontierAge() {}

    /**
     * Down when it is too old, and when it is ahead of the clock: its age is unknown then.
     *
     * @param now this machine's clock, ms since 1970
     */
    static Health health(Optional<Frontier> passed, long now, Duration fresh) {
        if (passed.isEmpty()) {
            return Health.down("a task has passed no frontier yet");
        }
        Duration age = Duration.ofMillis(now - passed.get().sourceTime().toEpochMilli());
        if (age.compareTo(fresh.negated()) < 0) {
            return Health.down("frontier is " + seconds(age.negated())
                    + " s ahead of this machine's clock: that clock or the source's is wrong");
        }
        String detail = "frontier is " + seconds(age) + " s old";
        return age.compareTo(fresh) <= 0 ? Health.up(detail) : Health.down(detail);
    }

    private static String seconds(Duration age) {
        return String.format(Locale.ROOT, "%.1f", age.toMillis() / 1000.0);
    }
}
