package io.licensewatch.runtime.logging;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.licensewatch.runtime.text.Visible;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An exception with its message escaped by {@link Visible}, as are those of its causes and suppressed exceptions. */
record VisibleThrowable(IThrowableProxy thrown) implements IThrowableProxy {
    static @Nullable IThrowableProxy of(@Nullable IThrowableProxy thrown) {
        return thrown == null ? null : new VisibleThrowable(thrown);
    }

    @Override
    public @Nullable String getOverridingMessage() {
        return visible(thrown.getOverridingMessage());
    }

    @Override
    public @Nullable String getMessage() {
        return visible(thrown.getMessage());
    }

    @Override
    public String getClassName() {
        return thrown.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
        return thrown.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
        return thrown.getCommonFrames();
    }

    @Override
    public @Nullable IThrowableProxy getCause() {
        return of(thrown.getCause());
    }

    @Override
    public IThrowableProxy @Nullable [] getSuppressed() {
        IThrowableProxy[] suppressed = thrown.getSuppressed();
        return suppressed == null
                ? null
                : Arrays.stream(suppressed).map(VisibleThrowable::new).toArray(IThrowableProxy[]::new);
    }

    @Override
    public boolean isCyclic() {
        return thrown.isCyclic();
    }

    private static @Nullable String visible(@Nullable String text) {
        return text == null ? null : Visible.of(text);
    }
}
