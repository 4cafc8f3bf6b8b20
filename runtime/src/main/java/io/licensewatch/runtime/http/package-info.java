@NullMarked
package io.licensewatch.runtime.http;

import org.jspecify.annotations.NullMarked;
