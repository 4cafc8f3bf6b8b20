@NullMarked
package io.licensewatch.core.command;

import org.jspecify.annotations.NullMarked;
