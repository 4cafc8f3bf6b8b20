/**
 * Reference data: offerings, features, bundles, permissions and the standings of roles, stored as rows and answered as lookups. A
 * change names the lookups whose answers it may alter. Knows no tenant, and not who asked.
 */
@NullMarked
package io.licensewatch.core.reference;

import org.jspecify.annotations.NullMarked;
