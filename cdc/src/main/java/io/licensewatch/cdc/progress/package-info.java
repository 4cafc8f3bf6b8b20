@NullMarked
package io.licensewatch.cdc.progress;

import org.jspecify.annotations.NullMarked;
