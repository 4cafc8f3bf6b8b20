@NullMarked
package io.licensewatch.console.report;

import org.jspecify.annotations.NullMarked;
