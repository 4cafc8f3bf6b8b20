package io.licensewatch.core.engine;

import io.licensewatch.schemas.source.SourcePosition;
import org.jspecify.annotations.Nullable;

/** The first and the last of some changes. */
record Span(SourcePosition first, SourcePosition last) {
    /** Up to here changes may go of which only the first is known. */
    private static final SourcePosition FURTHEST =
            new SourcePosition(Integer.MAX_VALUE, SourcePosition.LAST_LSN, SourcePosition.LAST_LSN);

    static Span of(SourcePosition only) {
        return new Span(only, only);
    }

    /** Of changes of which nobody knows how far they go. */
    static Span from(SourcePosition first) {
        return new Span(first, FURTHEST);
    }

    Span and(Span other) {
        return new Span(first.isAfter(other.first) ? other.first : first, later(last, other.last));
    }

    /** Both; one that is null is none. */
    static @Nullable Span both(@Nullable Span a, @Nullable Span b) {
        return a == null ? b : b == null ? a : a.and(b);
    }

    static SourcePosition later(SourcePosition a, SourcePosition b) {
        return a.isAfter(b) ? a : b;
    }
}
