@NullMarked
package io.licensewatch.streams;

import org.jspecify.annotations.NullMarked;
