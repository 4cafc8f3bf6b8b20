/**
 * What concerns the system as a whole: views, the feed, incidents of several tenants, the health score, and the engine of the system
 * task. Alerts and commands have the same lifecycle and reconciler as those of tenants. Knows only what the other tasks report, and no
 * row of a tenant.
 */
@NullMarked
package io.licensewatch.core.system;

import org.jspecify.annotations.NullMarked;
