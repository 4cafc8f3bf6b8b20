package io.licensewatch.cdc.progress;

/**
 * What identifies a streamed event among those of its slot.
 *
 * @param previousCommit LSN of the commit delivered before its transaction
 * @param txId its transaction
 * @param lsn its own LSN
 */
public record StreamEvent(long previousCommit, long txId, long lsn) {}
