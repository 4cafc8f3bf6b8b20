@NullMarked
package io.licensewatch.worker;

import org.jspecify.annotations.NullMarked;
