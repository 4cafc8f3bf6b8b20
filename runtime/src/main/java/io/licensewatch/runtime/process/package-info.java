@NullMarked
package io.licensewatch.runtime.process;

import org.jspecify.annotations.NullMarked;
