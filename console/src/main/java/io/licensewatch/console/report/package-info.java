/** What happened in an incident, as Markdown for people: every sentence is from records, and what they do not say is named. */
@NullMarked
package io.licensewatch.console.report;

import org.jspecify.annotations.NullMarked;
