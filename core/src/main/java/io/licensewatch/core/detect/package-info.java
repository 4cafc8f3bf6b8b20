@NullMarked
package io.licensewatch.core.detect;

import org.jspecify.annotations.NullMarked;
