@NullMarked
package io.licensewatch.console.access;

import org.jspecify.annotations.NullMarked;
