/** What people decide about commands. */
@NullMarked
package io.licensewatch.schemas.action;

import org.jspecify.annotations.NullMarked;
