package io.licensewatch.console.whatif;

import io.licensewatch.core.detect.Rule;
import org.jspecify.annotations.Nullable;

/** Filter of changes; nulls for all. */
public record ChangeFilter(@Nullable Rule rule, Change.@Nullable Kind kind) {
    public static final ChangeFilter ALL = new ChangeFilter(null, null);

    boolean matches(Change change) {
        return (rule == null || rule == change.rule()) && (kind == null || kind == change.kind());
    }
}
