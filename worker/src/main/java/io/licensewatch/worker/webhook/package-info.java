/**
 * Signed calls to the SaaS' own service, as specified by Standard Webhooks. Secrets must not reach a log, a topic or an error
 * message.
 */
@NullMarked
package io.licensewatch.worker.webhook;

import org.jspecify.annotations.NullMarked;
