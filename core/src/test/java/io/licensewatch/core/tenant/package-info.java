@NullMarked
package io.licensewatch.core.tenant;

import org.jspecify.annotations.NullMarked;
