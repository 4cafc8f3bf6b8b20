@NullMarked
package io.licensewatch.schemas;

import org.jspecify.annotations.NullMarked;
