@NullMarked
package io.licensewatch.cli.remedy;

import org.jspecify.annotations.NullMarked;
