@NullMarked
package io.licensewatch.console.runbook;

import org.jspecify.annotations.NullMarked;
