package io.licensewatch.cdc.runbook;

/**
 * Why Postgres does not take a statement.
 *
 * @param state SQLSTATE
 * @param message of the server, in its language
 * @param routine of Postgres' source that refused; in no language
 * @param position in characters, from 1; 0 when the server names none
 */
record Refusal(String state, String message, String routine, int position) {
    /** Whether it says that a name is not known. */
    boolean isAboutName() {
        return switch (state) {
            case "42P01", "42703", "42883", "3F000", "42704" -> true;
            default -> false;
        };
    }

    /** A value that its type does not take. */
    boolean isAboutValue() {
        return state.startsWith("22");
    }
}
