@NullMarked
package io.licensewatch.console.read;

import org.jspecify.annotations.NullMarked;
