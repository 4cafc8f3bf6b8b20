package io.licensewatch.runtime.logging;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * Logback's pattern encoder, for events whose texts come from elsewhere: nothing in them can begin a line of its own or steer a
 * terminal. The lines of a stack trace stay lines.
 */
public final class LineEncoder extends PatternLayoutEncoder {
    @Override
    public byte[] encode(ILoggingEvent event) {
        return super.encode(new VisibleEvent(event));
    }
}
