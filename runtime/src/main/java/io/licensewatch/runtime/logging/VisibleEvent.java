package io.licensewatch.runtime.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggerContextVO;
import io.licensewatch.runtime.text.Visible;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/** An event with all its texts escaped by {@link Visible}, whatever parts of it the pattern prints. */
record VisibleEvent(ILoggingEvent event) implements ILoggingEvent {
    @Override
    public String getThreadName() {
        return Visible.of(event.getThreadName());
    }

    @Override
    public Level getLevel() {
        return event.getLevel();
    }

    @Override
    public @Nullable String getMessage() {
        return visible(event.getMessage());
    }

    /** The formatted message is escaped, and patterns do not use the arguments otherwise. */
    @Override
    public Object @Nullable [] getArgumentArray() {
        return null;
    }

    @Override
    public @Nullable String getFormattedMessage() {
        return visible(event.getFormattedMessage());
    }

    @Override
    public String getLoggerName() {
        return Visible.of(event.getLoggerName());
    }

    @Override
    public LoggerContextVO getLoggerContextVO() {
        return event.getLoggerContextVO();
    }

    @Override
    public @Nullable IThrowableProxy getThrowableProxy() {
        return VisibleThrowable.of(event.getThrowableProxy());
    }

    @Override
    public StackTraceElement[] getCallerData() {
        return event.getCallerData();
    }

    @Override
    public boolean hasCallerData() {
        return event.hasCallerData();
    }

    @Override
    public @Nullable List<Marker> getMarkerList() {
        return event.getMarkerList();
    }

    @Override
    public Map<String, String> getMDCPropertyMap() {
        return visibleMdc();
    }

    private Map<String, String> visibleMdc() {
        Map<String, String> visible = new LinkedHashMap<>();
        event.getMDCPropertyMap()
                .forEach((key, value) -> visible.put(Visible.of(key), Visible.of(String.valueOf(value))));
        return visible;
    }

    @Override
    @Deprecated
    public Map<String, String> getMdc() {
        return visibleMdc();
    }

    @Override
    public long getTimeStamp() {
        return event.getTimeStamp();
    }

    @Override
    public int getNanoseconds() {
        return event.getNanoseconds();
    }

    @Override
    public long getSequenceNumber() {
        return event.getSequenceNumber();
    }

    @Override
    public @Nullable List<KeyValuePair> getKeyValuePairs() {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        return pairs == null
                ? null
                : pairs.stream()
                        .map(pair -> new KeyValuePair(Visible.of(pair.key), Visible.of(String.valueOf(pair.value))))
                        .toList();
    }

    @Override
    public void prepareForDeferredProcessing() {
        event.prepareForDeferredProcessing();
    }

    private static @Nullable String visible(@Nullable String text) {
        return text == null ? null : Visible.of(text);
    }
}
