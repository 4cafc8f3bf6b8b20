@NullMarked
package io.licensewatch.core.status;

import org.jspecify.annotations.NullMarked;
