@NullMarked
package io.licensewatch.console.store;

import org.jspecify.annotations.NullMarked;
