/**
 * From rows as Debezium delivers them to the JSON of the topics: one form per meaning, the same bytes each time. It may use
 * Debezium's types of values; where a row goes is not known here.
 */
@NullMarked
package io.licensewatch.cdc.encode;

import org.jspecify.annotations.NullMarked;
