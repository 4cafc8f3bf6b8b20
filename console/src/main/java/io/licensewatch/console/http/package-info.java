/**
 * The HTTP server: security headers, errors, roles of routes, and static files that all routes share. Routes come from the packages
 * that serve them. Nothing of the read model is known here.
 */
@NullMarked
package io.licensewatch.console.http;

import org.jspecify.annotations.NullMarked;
