/**
 * Authentication and authorization: tokens, JWTs, sessions, CSRF. Every route has a role. Secrets and tokens must not reach logs
 * or messages. Nothing of the read model is known here.
 */
@NullMarked
package io.licensewatch.console.access;

import org.jspecify.annotations.NullMarked;
