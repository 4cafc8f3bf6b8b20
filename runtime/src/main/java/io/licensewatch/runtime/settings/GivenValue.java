package io.licensewatch.runtime.settings;

/**
 * The given value of a setting and its source.
 *
 * @param place where: the path of a file, {@code the environment} or {@code the flags}
 */
record GivenValue(String text, String place) {}
