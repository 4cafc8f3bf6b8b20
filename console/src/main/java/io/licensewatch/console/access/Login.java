package io.licensewatch.console.access;

import java.time.Instant;
import java.util.Optional;

/** The result of a verified credential. */
@FunctionalInterface
interface Login {
    /** Empty if it is no longer valid: it has expired or was revoked. */
    Optional<Person> person(Instant now);
}
