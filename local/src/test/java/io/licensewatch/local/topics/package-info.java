@NullMarked
package io.licensewatch.local.topics;

import org.jspecify.annotations.NullMarked;
