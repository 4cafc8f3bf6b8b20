package io.licensewatch.local;

/** The log of a process that the launcher starts. */
public final class LocalLogging {
    private LocalLogging() {}

    /**
     * Before the first logger exists; each app has a logback.xml of its own on the class path.
     *
     * @param service whether it runs for long and unattended; the log of the others has warnings only
     */
    public static void configure(boolean service) {
        setUnlessGiven("logback.configurationFile", "logback-local.xml");
        setUnlessGiven("licensewatch.log.level", service ? "INFO" : "WARN");
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
