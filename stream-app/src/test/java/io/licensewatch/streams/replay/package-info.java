@NullMarked
package io.licensewatch.streams.replay;

import org.jspecify.annotations.NullMarked;
