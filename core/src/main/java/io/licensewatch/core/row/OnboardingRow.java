package io.licensewatch.core.row;

import io.licensewatch.schemas.json.MalformedRecordException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of onboarding_progress. */
public record OnboardingRow(
        RowOrigin origin,
        @Nullable String currentStep,
        List<String> completedSteps,
        boolean completed,
        @Nullable Instant createdAt,
        @Nullable Instant updatedAt,
        boolean deleted) {

    public OnboardingRow {
        completedSteps = List.copyOf(completedSteps);
    }

    public static OnboardingRow of(RowOrigin origin, Columns columns) throws MalformedRecordException {
        return new OnboardingRow(
                origin,
                columns.describedText("current_step"),
                columns.describedTexts("completed_steps"),
                columns.isTrue("is_completed") || columns.isTrue("completed"),
                columns.instant("created_at"),
                columns.instant("updated_at"),
                columns.hasTime("deleted_at"));
    }
}
