/** What other numbers of the rules would do: the decisions of the detectors, over what the read model holds of all tenants. */
@NullMarked
package io.licensewatch.console.whatif;

import org.jspecify.annotations.NullMarked;
