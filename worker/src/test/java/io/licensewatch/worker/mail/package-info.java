@NullMarked
package io.licensewatch.worker.mail;

import org.jspecify.annotations.NullMarked;
