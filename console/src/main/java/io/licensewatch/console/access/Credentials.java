package io.licensewatch.console.access;

import java.util.Optional;

/** A kind of credential. */
interface Credentials {
    /**
     * Empty if the credential is not valid.
     *
     * @throws CannotCheckException if it cannot be verified now
     */
    Optional<Login> check(String credential);
}
