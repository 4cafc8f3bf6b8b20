@NullMarked
package io.licensewatch.streams.marks;

import org.jspecify.annotations.NullMarked;
