package io.licensewatch.runtime.settings;

/**
 * What somebody wrote for a setting.
 *
 * @param place where: the path of a file, {@code the environment} or {@code the flags}
 */
record GivenValue(String text, String place) {}
