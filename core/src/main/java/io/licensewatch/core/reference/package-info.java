@NullMarked
package io.licensewatch.core.reference;

import org.jspecify.annotations.NullMarked;
