@NullMarked
package io.licensewatch.runtime.settings;

import org.jspecify.annotations.NullMarked;
