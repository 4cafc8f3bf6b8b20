/** The HTTP server: headers, errors and files that all routes share. */
@NullMarked
package io.licensewatch.console.http;

import org.jspecify.annotations.NullMarked;
