@NullMarked
package io.licensewatch.schemas.status;

import org.jspecify.annotations.NullMarked;
