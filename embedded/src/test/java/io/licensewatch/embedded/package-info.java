@NullMarked
package io.licensewatch.embedded;

import org.jspecify.annotations.NullMarked;
