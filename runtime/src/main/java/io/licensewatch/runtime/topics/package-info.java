@NullMarked
package io.licensewatch.runtime.topics;

import org.jspecify.annotations.NullMarked;
