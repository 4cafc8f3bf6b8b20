@NullMarked
package io.licensewatch.runtime.metrics;

import org.jspecify.annotations.NullMarked;
