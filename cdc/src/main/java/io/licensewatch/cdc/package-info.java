@NullMarked
package io.licensewatch.cdc;

import org.jspecify.annotations.NullMarked;
