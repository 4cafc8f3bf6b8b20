@NullMarked
package io.licensewatch.cdc.source;

import org.jspecify.annotations.NullMarked;
