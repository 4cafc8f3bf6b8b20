package io.licensewatch.core.engine;

import io.licensewatch.schemas.source.SourcePosition;
import org.jspecify.annotations.Nullable;

/** The first and the last of some changes. */
record Span(SourcePosition first, SourcePosition last) {
    static Span of(SourcePosition only) {
        return new Span(only, only);
    }

    Span and(Span other) {
        return new Span(first.isAfter(other.first) ? other.first : first, later(last, other.last));
    }

    /** The span of both; null means no change. */
    static @Nullable Span both(@Nullable Span a, @Nullable Span b) {
        return a == null ? b : b == null ? a : a.and(b);
    }

    static SourcePosition later(SourcePosition a, SourcePosition b) {
        return a.isAfter(b) ? a : b;
    }
}
