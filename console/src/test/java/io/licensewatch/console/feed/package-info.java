@NullMarked
package io.licensewatch.console.feed;

import org.jspecify.annotations.NullMarked;
