@NullMarked
package io.licensewatch.cdc.resync;

import org.jspecify.annotations.NullMarked;
