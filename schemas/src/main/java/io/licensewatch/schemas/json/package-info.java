@NullMarked
package io.licensewatch.schemas.json;

import org.jspecify.annotations.NullMarked;
