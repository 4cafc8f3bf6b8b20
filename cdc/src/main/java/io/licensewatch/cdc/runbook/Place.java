package io.licensewatch.cdc.runbook;

/**
 * A place in a file.
 *
 * @param line from 1
 * @param column from 1, in UTF-16 units as editors count them
 */
record Place(int line, int column) {}
