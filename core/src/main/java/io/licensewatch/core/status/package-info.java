/**
 * What is published of a tenant as a whole, and what tasks report to each other about it. The reports are a private contract between
 * the tasks of one release. Alerts and coverage are decided elsewhere.
 */
@NullMarked
package io.licensewatch.core.status;

import org.jspecify.annotations.NullMarked;
