@NullMarked
package io.licensewatch.console.api;

import org.jspecify.annotations.NullMarked;
