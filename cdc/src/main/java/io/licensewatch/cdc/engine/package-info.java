@NullMarked
package io.licensewatch.cdc.engine;

import org.jspecify.annotations.NullMarked;
