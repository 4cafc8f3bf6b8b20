@NullMarked
package io.licensewatch.runtime.logging;

import org.jspecify.annotations.NullMarked;
