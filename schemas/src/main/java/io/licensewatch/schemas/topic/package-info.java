/**
 * The topic catalogue: names, settings, record headers, CloudEvents attributes. A name or setting changes only together with
 * {@code topics.txt} and schemas/README.md. No Kafka client is used here.
 */
@NullMarked
package io.licensewatch.schemas.topic;

import org.jspecify.annotations.NullMarked;
