/**
 * Metrics and health over HTTP, for operators. No thread may block on a check or on a slow client, and answers never repeat what
 * a client sent. Nothing of an app is known here but its named checks.
 */
@NullMarked
package io.licensewatch.runtime.http;

import org.jspecify.annotations.NullMarked;
