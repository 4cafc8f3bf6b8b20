/** The HTTP server: security headers, errors and static files that all routes share. Nothing of the read model is known here. */
@NullMarked
package io.licensewatch.console.http;

import org.jspecify.annotations.NullMarked;
