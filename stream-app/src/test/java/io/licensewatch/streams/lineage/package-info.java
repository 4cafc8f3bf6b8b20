@NullMarked
package io.licensewatch.streams.lineage;

import org.jspecify.annotations.NullMarked;
