/**
 * Progress of long work: the finished part and the remaining time. Pure computation without clocks and logs; nothing of the work is
 * known here.
 */
@NullMarked
package io.licensewatch.runtime.progress;

import org.jspecify.annotations.NullMarked;
