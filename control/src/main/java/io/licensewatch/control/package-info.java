/**
 * The state of a command folded from the topics, and the decisions that people may take: shared by CLI and console. Output is
 * neither escaped nor formatted here; that is up to the caller.
 */
@NullMarked
package io.licensewatch.control;

import org.jspecify.annotations.NullMarked;
