@NullMarked
package io.licensewatch.local.demo;

import org.jspecify.annotations.NullMarked;
