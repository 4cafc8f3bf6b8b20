/**
 * What became of the commands: what the worker reports, and what the change stream shows of their effect. Nothing here decides which
 * commands an alert calls for.
 */
@NullMarked
package io.licensewatch.core.command;

import org.jspecify.annotations.NullMarked;
