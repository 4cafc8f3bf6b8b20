@NullMarked
package io.licensewatch.schemas.alert;

import org.jspecify.annotations.NullMarked;
