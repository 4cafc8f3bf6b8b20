/** Escapes untrusted text for logs and terminals. Depends on nothing, so that every package can use it. */
@NullMarked
package io.licensewatch.runtime.text;

import org.jspecify.annotations.NullMarked;
