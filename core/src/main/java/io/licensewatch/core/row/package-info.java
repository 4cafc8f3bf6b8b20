@NullMarked
package io.licensewatch.core.row;

import org.jspecify.annotations.NullMarked;
