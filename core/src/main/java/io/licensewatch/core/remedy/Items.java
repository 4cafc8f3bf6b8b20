package io.licensewatch.core.remedy;

import io.licensewatch.core.detect.Details;
import io.licensewatch.core.detect.DriftDetails;
import io.licensewatch.core.detect.LicenseDetails;
import io.licensewatch.core.detect.OnboardingDetails;
import io.licensewatch.core.detect.SeatDetails;
import io.licensewatch.schemas.command.RemediationCommand;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an alert is about, piece by piece: a command may be for some of the pieces and not for all. */
public final class Items {
    /** Grants of the offering, or an administrator. */
    private static final String DEFAULTS = "defaults";

    private static final String OVERAGE = "overage";

    private Items() {}

    /** Those that are open by what a detector found. */
    public static Set<String> of(Details details) {
        Set<String> items = new HashSet<>();
        if (details instanceof DriftDetails drift) {
            drift.items().forEach(item -> items.add(drift(item.roleId(), item.resource())));
        } else if (details instanceof LicenseDetails license) {
            items.addAll(license.featureIds());
        } else if (details instanceof OnboardingDetails onboarding && onboarding.lacksDefaults()) {
            items.add(DEFAULTS);
        } else if (details instanceof SeatDetails seats && seats.overage() > 0) {
            items.add(OVERAGE);
        }
        return items;
    }

    /** Those that a command is for; empty when it is for all of the alert. */
    public static List<String> of(RemediationCommand command) {
        return switch (command.type()) {
            case GRANT_MISSING_LICENSES, REMOVE_RBAC_ACCESS -> List.of(command.target());
            case EXTEND_LICENSE -> texts(command.parameters().get(CommandParameters.FEATURES));
            case PROVISION_DEFAULTS -> List.of(DEFAULTS);
            case DEACTIVATE_INACTIVE_USERS, UPGRADE_SEATS -> List.of(OVERAGE);
            default -> List.of();
        };
    }

    private static List<String> texts(@Nullable Object list) {
        return list instanceof List<?> texts
                ? texts.stream().map(String::valueOf).toList()
                : List.of();
    }

    static String drift(String roleId, String resource) {
        return roleId + ":" + resource;
    }
}
