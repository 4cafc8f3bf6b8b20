@NullMarked
package io.licensewatch.schemas.command;

import org.jspecify.annotations.NullMarked;
