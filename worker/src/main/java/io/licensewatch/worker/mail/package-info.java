/**
 * Mail to a tenant's administrators. Their addresses must not reach a log, a topic or an error message. Nothing of commands is
 * known here but the stage and the times of a notice.
 */
@NullMarked
package io.licensewatch.worker.mail;

import org.jspecify.annotations.NullMarked;
