@NullMarked
package io.licensewatch.schemas.topic;

import org.jspecify.annotations.NullMarked;
