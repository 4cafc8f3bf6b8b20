package io.licensewatch.schemas.command;

import java.time.Duration;
import java.util.Objects;

/**
 * How the effect of a command is verified: by this alert of the tenant, this long after the first frontier at or after the
 * command's effect.
 */
public record VerifyBy(String rule, String subject, Duration hold) {
    public VerifyBy {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(hold, "hold");
    }
}
