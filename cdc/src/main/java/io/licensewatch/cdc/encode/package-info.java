@NullMarked
package io.licensewatch.cdc.encode;

import org.jspecify.annotations.NullMarked;
