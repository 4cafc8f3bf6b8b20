@NullMarked
package io.licensewatch.control;

import org.jspecify.annotations.NullMarked;
