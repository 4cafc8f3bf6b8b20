/**
 * Keys, values and queues in a sorted store of bytes. The bytes of an existing key or value change only with a new layout
 * ({@code StoreLineage}). Knows nothing of what is stored, and no Kafka.
 */
@NullMarked
package io.licensewatch.core.store;

import org.jspecify.annotations.NullMarked;
