/**
 * Checks the SQL of a Markdown runbook against a source: which tables, columns and functions it names that are not there. Postgres
 * parses each statement and describes it; nothing is executed.
 *
 * <p>The way of a file: {@link io.licensewatch.cdc.runbook.RunbookFile} is read, {@link io.licensewatch.cdc.runbook.CodeBlocks}
 * finds its code, {@link io.licensewatch.cdc.runbook.SqlPassages} the SQL in that, {@link io.licensewatch.cdc.runbook.Lexer} its
 * statements. {@link io.licensewatch.cdc.runbook.Query} asks Postgres about those that Postgres analyses when it parses them,
 * {@link io.licensewatch.cdc.runbook.Utility} looks up the names of the others.
 */
@NullMarked
package io.licensewatch.cdc.runbook;

import org.jspecify.annotations.NullMarked;
