/**
 * The HTML pages. They work without scripts, and everything on a page is of one snapshot. Queries belong in {@code read},
 * decisions in {@code action}.
 */
@NullMarked
package io.licensewatch.console.web;

import org.jspecify.annotations.NullMarked;
