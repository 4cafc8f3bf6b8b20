package io.licensewatch.console.read;

import io.licensewatch.schemas.action.ActionKind;
import org.jspecify.annotations.Nullable;

/** Filter of decisions, newest first; null for any. */
public record ActionFilter(
        @Nullable ActionKind kind,
        @Nullable String tenantId,
        @Nullable String by) {
    public static final ActionFilter ALL = new ActionFilter(null, null, null);
}
