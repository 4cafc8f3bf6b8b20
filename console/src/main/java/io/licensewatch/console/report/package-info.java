/**
 * Post-mortems as Markdown. Every sentence is based on records, and missing facts are named. Untrusted text is escaped in {@code
 * Markdown} only.
 */
@NullMarked
package io.licensewatch.console.report;

import org.jspecify.annotations.NullMarked;
