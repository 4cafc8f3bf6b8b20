@NullMarked
package io.licensewatch.schemas.source;

import org.jspecify.annotations.NullMarked;
