/**
 * The topology: nodes, stores, topics and the processors of the three kinds of task. Processors load, call the core, store, forward and
 * count; what is decided is in {@code core}. Knows nothing of the process around it: no HTTP, no command line, no broker.
 */
@NullMarked
package io.licensewatch.streams.topology;

import org.jspecify.annotations.NullMarked;
