package io.licensewatch.worker;

/** Of what runs; part of each result. */
final class Version {
    private static final String UNKNOWN = "development";

    private Version() {}

    static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? UNKNOWN : version;
    }
}
