@NullMarked
package io.licensewatch.core.timer;

import org.jspecify.annotations.NullMarked;
