/** What became of a command: the worker's results and stream-app's verdicts. */
@NullMarked
package io.licensewatch.schemas.result;

import org.jspecify.annotations.NullMarked;
