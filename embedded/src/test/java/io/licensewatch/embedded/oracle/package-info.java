/** What SQL says of a source: beside stream-app, which it judges, and the worker, whose effects it judges. */
@NullMarked
package io.licensewatch.embedded.oracle;

import org.jspecify.annotations.NullMarked;
