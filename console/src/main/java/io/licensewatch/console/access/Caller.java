package io.licensewatch.console.access;

import java.util.function.BooleanSupplier;

/**
 * The authenticated caller of a request.
 *
 * @param login identifies this login among others of the same person, such as the id of a session
 * @param holds whether the login is still valid; calling it does not count as use
 */
record Caller(Person person, Proof proof, String login, BooleanSupplier holds) {
    enum Proof {
        /** The port can only be reached from this machine. */
        LOCAL,
        /** A cookie, which a browser sends by itself, even for pages of other sites. */
        SESSION,
        /** A header, which is never sent by itself. */
        BEARER;

        boolean isSentByItself() {
            return this != BEARER;
        }
    }
}
