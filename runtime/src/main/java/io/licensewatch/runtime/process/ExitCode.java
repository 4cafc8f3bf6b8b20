package io.licensewatch.runtime.process;

/** Exit codes of every command. */
public final class ExitCode {
    /** Done, or stopped cleanly by a signal. */
    public static final int OK = 0;

    public static final int FAILED = 1;
    /** Wrong usage or configuration. */
    public static final int USAGE = 2;
    /** A check of the database or of Kafka failed. */
    public static final int CHECKS_FAILED = 3;
    /** The database or Kafka refuses the login, most often because of the password. */
    public static final int LOGIN_REFUSED = 4;

    private ExitCode() {}
}
