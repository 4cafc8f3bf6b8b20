/** What concerns the system as a whole: its views, the tenants together, and the feed. */
@NullMarked
package io.licensewatch.core.system;

import org.jspecify.annotations.NullMarked;
