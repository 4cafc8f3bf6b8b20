@NullMarked
package io.licensewatch.worker.webhook;

import org.jspecify.annotations.NullMarked;
