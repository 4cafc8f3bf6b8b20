@NullMarked
package io.licensewatch.core.alert;

import org.jspecify.annotations.NullMarked;
