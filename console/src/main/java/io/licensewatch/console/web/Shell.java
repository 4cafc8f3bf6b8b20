package io.licensewatch.console.web;

import io.licensewatch.console.access.Person;
import io.licensewatch.console.access.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The frame of every page.
 *
 * @param section null on a page without a section, such as an error
 * @param person null where nobody is known to ask
 * @param logsOut whether that person has logged in here
 * @param approvals how many commands wait for a person
 * @param now by the console's clock
 */
public record Shell(
        String title,
        @Nullable Section section,
        @Nullable Person person,
        boolean logsOut,
        String csrf,
        @Nullable Banner banner,
        long approvals,
        Instant now) {
    /** Whether missing data really does not exist. */
    public boolean isCurrent() {
        return banner != null && banner.tone().equals("good");
    }

    public boolean mayOperate() {
        return person != null && person.may(Role.OPERATE);
    }

    public boolean mayApprove() {
        return person != null && person.may(Role.APPROVE);
    }
}
