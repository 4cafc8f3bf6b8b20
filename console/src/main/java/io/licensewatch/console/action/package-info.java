/** What people decide, on its way to Kafka. */
@NullMarked
package io.licensewatch.console.action;

import org.jspecify.annotations.NullMarked;
