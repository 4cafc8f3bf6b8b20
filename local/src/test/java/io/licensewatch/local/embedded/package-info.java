@NullMarked
package io.licensewatch.local.embedded;

import org.jspecify.annotations.NullMarked;
