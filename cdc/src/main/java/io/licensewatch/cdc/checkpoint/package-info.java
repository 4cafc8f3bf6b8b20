/**
 * How far a slot's stream is in the topics, and how a run starts from that: stream, snapshot, or refusal. It reads its topic
 * and writes nothing; the sink writes it together with the rows.
 */
@NullMarked
package io.licensewatch.cdc.checkpoint;

import org.jspecify.annotations.NullMarked;
