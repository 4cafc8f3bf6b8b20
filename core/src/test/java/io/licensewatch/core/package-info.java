@NullMarked
package io.licensewatch.core;

import org.jspecify.annotations.NullMarked;
