package io.licensewatch.console.access;

import java.util.function.BooleanSupplier;

/**
 * Who has made a request, and by what we know.
 *
 * @param login tells this login from others of the same person, such as the id of a session
 * @param holds whether it still does, asked later, without counting as use
 */
record Caller(Person person, Proof proof, String login, BooleanSupplier holds) {
    enum Proof {
        /** The port can be reached from this machine alone. */
        LOCAL,
        /** A cookie, which a browser sends by itself, whoever made the page. */
        SESSION,
        /** A header, which nobody sends by accident. */
        BEARER;

        boolean isSentByItself() {
            return this != BEARER;
        }
    }
}
