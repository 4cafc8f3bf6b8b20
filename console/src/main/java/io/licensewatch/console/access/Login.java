package io.licensewatch.console.access;

import java.time.Instant;
import java.util.Optional;

/** What a credential has proved. */
@FunctionalInterface
interface Login {
    /** Empty when it holds no longer: its time has passed, or somebody took it back. */
    Optional<Person> person(Instant now);
}
