@NullMarked
package io.licensewatch.core.remedy;

import org.jspecify.annotations.NullMarked;
