@NullMarked
package io.licensewatch.streams.store;

import org.jspecify.annotations.NullMarked;
