package io.licensewatch.runtime.logging;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * Logback's pattern encoder for events with untrusted text: the text cannot begin a new line or control a terminal. The lines of
 * a stack trace remain lines.
 */
public final class LineEncoder extends PatternLayoutEncoder {
    @Override
    public byte[] encode(ILoggingEvent event) {
        return super.encode(new VisibleEvent(event));
    }
}
