@NullMarked
package io.licensewatch.cli;

import org.jspecify.annotations.NullMarked;
