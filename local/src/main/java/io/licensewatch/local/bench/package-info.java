/** Benchmarks: everything is compared within one run, because machines differ and have bad days. */
@NullMarked
package io.licensewatch.local.bench;

import org.jspecify.annotations.NullMarked;
