@NullMarked
package io.licensewatch.local;

import org.jspecify.annotations.NullMarked;
