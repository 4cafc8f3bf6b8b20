@NullMarked
package io.licensewatch.cdc.testbed;

import org.jspecify.annotations.NullMarked;
