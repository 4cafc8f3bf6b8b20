/** Mail to a tenant's administrators. */
@NullMarked
package io.licensewatch.worker.mail;

import org.jspecify.annotations.NullMarked;
