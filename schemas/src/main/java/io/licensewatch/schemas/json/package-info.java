/**
 * JSON codecs for all records: nulls are written, unknown fields are ignored. The row change decoder is on the hot path of every
 * change. Error messages must not quote values, and no other package configures Jackson for topics.
 */
@NullMarked
package io.licensewatch.schemas.json;

import org.jspecify.annotations.NullMarked;
