package io.licensewatch.core.detect;

import io.licensewatch.core.reference.Reference;
import io.licensewatch.core.row.OnboardingRow;
import io.licensewatch.core.row.RoleRow;
import io.licensewatch.core.row.TenantRow;
import io.licensewatch.core.tenant.RoleSet;
import io.licensewatch.core.tenant.TenantFacts;
import io.licensewatch.schemas.source.SourceTable;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far a tenant's onboarding has come.
 *
 * @param completed where either place says so
 * @param row the row that says most, the one with the latest progress; null when there is none
 * @param lastProgressAt null where unknown
 */
public record OnboardingState(
        boolean completed,
        @Nullable OnboardingRow row,
        @Nullable Instant lastProgressAt,
        boolean stalled) {

    static OnboardingState of(TenantFacts facts, Instant now, DetectionSettings settings) {
        List<OnboardingRow> rows =
                facts.onboarding().stream().filter(row -> !row.deleted()).toList();
        TenantRow tenant = facts.tenant();
        boolean completed = rows.stream().anyMatch(OnboardingRow::completed)
                || (tenant != null && Boolean.TRUE.equals(tenant.onboardingCompleted()));
        OnboardingRow latest = rows.stream()
                .max(Comparator.comparing(OnboardingState::progressOf)
                        .thenComparing(row -> row.origin().key()))
                .orElse(null);
        Instant last = latest != null ? progressOf(latest) : startOf(tenant);
        return new OnboardingState(completed, latest, last, stalled(completed, last, now, settings));
    }

    static boolean stalled(boolean completed, @Nullable Instant last, Instant now, DetectionSettings settings) {
        return !completed && last != null && now.isAfter(last.plus(settings.onboardingStall()));
    }

    /** Where the table has neither time, it is the commit of the row's last change. */
    private static Instant progressOf(OnboardingRow row) {
        Instant created = row.createdAt();
        Instant updated = row.updatedAt();
        if (updated == null) {
            return created == null ? Instant.ofEpochMilli(row.origin().committedAtMillis()) : created;
        }
        return created == null || updated.isAfter(created) ? updated : created;
    }

    /** A tenant whose table knows no onboarding, and that has no row of it, has none. */
    private static @Nullable Instant startOf(@Nullable TenantRow tenant) {
        return tenant == null || tenant.onboardingCompleted() == null ? null : tenant.createdAt();
    }

    /** When it stalls if nothing happens; strictly more than the allowed time. */
    Instant stallsAt(DetectionSettings settings) {
        return completed || stalled || lastProgressAt == null
                ? Instant.MAX
                : lastProgressAt.plus(settings.onboardingStall()).plusNanos(1);
    }

    /** The step it is at; null where unknown. */
    public @Nullable String currentStep() {
        return row == null ? null : row.currentStep();
    }

    public List<String> completedSteps() {
        return row == null ? List.of() : row.completedSteps();
    }

    /** Every step has been done, only nobody has said so. */
    boolean onlyFlagMissing() {
        return isLast(Optional.ofNullable(currentStep()).orElse(""))
                || completedSteps().stream().anyMatch(OnboardingState::isLast);
    }

    private static boolean isLast(String step) {
        return Set.of("complete", "completed").contains(step.toLowerCase(Locale.ROOT));
    }

    /** Whether a live user holds a role that is an administrator's by its name; true where that is unknown. */
    static boolean hasAdministrator(TenantFacts facts) {
        Reference reference = facts.reference();
        if (!reference.captured(SourceTable.ROLES) || !reference.captured(SourceTable.USER_ROLES)) {
            return true;
        }
        return facts.roleSets().stream().anyMatch(set -> isAdministrators(facts, set));
    }

    /** Whether a live role among them is an administrator's by its name. */
    static boolean isAdministrators(TenantFacts facts, RoleSet set) {
        return set.roleIds().stream().anyMatch(roleId -> facts.roleLive(roleId) && isAdministrator(facts, roleId));
    }

    private static boolean isAdministrator(TenantFacts facts, String roleId) {
        RoleRow own = facts.roles().get(roleId);
        return own != null
                ? own.looksLikeAdministrator()
                : facts.reference()
                        .systemRole(roleId)
                        .map(RoleRow::looksLikeAdministrator)
                        .orElse(false);
    }
}
