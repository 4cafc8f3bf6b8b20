@NullMarked
package io.licensewatch.console.whatif;

import org.jspecify.annotations.NullMarked;
