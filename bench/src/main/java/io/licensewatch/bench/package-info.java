/**
 * The benchmarks, and what they write and measure with. All figures are compared within one run, because machines differ and have bad
 * days. May use every module; no module may use it.
 */
@NullMarked
package io.licensewatch.bench;

import org.jspecify.annotations.NullMarked;
