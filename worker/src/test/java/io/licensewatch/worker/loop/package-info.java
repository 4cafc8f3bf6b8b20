@NullMarked
package io.licensewatch.worker.loop;

import org.jspecify.annotations.NullMarked;
