@NullMarked
package io.licensewatch.core.store;

import org.jspecify.annotations.NullMarked;
