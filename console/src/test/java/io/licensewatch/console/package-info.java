@NullMarked
package io.licensewatch.console;

import org.jspecify.annotations.NullMarked;
