package io.licensewatch.console.access;

/**
 * Who has made a request, and by what we know.
 *
 * @param login tells this login from others of the same person, such as the id of a session
 */
record Caller(Person person, Proof proof, String login) {
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
