/** What became of the commands: what the worker reports, and what the change stream says of it. */
@NullMarked
package io.licensewatch.core.command;

import org.jspecify.annotations.NullMarked;
