/**
 * The log encoder of all processes: untrusted text is escaped before it reaches a log. Used by logback.xml only; apps log through
 * slf4j and know nothing of it.
 */
@NullMarked
package io.licensewatch.runtime.logging;

import org.jspecify.annotations.NullMarked;
