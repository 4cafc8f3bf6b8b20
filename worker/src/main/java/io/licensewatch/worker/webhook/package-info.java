/** Signed calls to the SaaS' own service. */
@NullMarked
package io.licensewatch.worker.webhook;

import org.jspecify.annotations.NullMarked;
