/** What a command does outside the database. */
@NullMarked
package io.licensewatch.worker.external;

import org.jspecify.annotations.NullMarked;
