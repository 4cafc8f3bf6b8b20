package io.licensewatch.local.demo;

/** What became of mail. */
interface Deliveries {
    /** How many people have the mail of a command. */
    int people(String commandId);
}
