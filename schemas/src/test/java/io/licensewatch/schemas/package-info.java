/**
 * Contract checks for records, also used by the tests of other modules, and the tests that compare Java records, JSON Schemas,
 * samples and docs/asyncapi.json.
 */
@NullMarked
package io.licensewatch.schemas;

import org.jspecify.annotations.NullMarked;
