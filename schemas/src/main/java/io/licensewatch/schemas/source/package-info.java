/**
 * The source as records: watched tables and columns, row changes, positions, frontiers. Private contract between cdc and
 * stream-app, so it may change with any release. No column with personal data may be added, and nothing of Debezium's API is
 * known here.
 */
@NullMarked
package io.licensewatch.schemas.source;

import org.jspecify.annotations.NullMarked;
