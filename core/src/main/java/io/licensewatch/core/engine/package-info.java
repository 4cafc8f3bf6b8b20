@NullMarked
package io.licensewatch.core.engine;

import org.jspecify.annotations.NullMarked;
