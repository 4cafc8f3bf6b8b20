package io.licensewatch.console.access;

import java.util.Optional;

/** A kind of credential. */
interface Credentials {
    /**
     * Empty when it proves nothing.
     *
     * @throws CannotCheckException when nobody can say at present
     */
    Optional<Login> check(String credential);
}
