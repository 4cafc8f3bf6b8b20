package io.licensewatch.core.remedy;

import io.licensewatch.core.detect.Rule;
import io.licensewatch.schemas.command.ApprovalReason;
import io.licensewatch.schemas.command.CommandType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What became of the commands that were issued before. */
public interface Precedents {
    /** Whether the worker has reported its end: there is nothing left to cancel. */
    boolean ended(String commandId);

    /** Whether it was carried out and did not help, so that another attempt is due. */
    boolean spent(String commandId);

    boolean anySpent();

    /** Whether commands of the type did not help recently, so that a person has to approve. */
    boolean barred(CommandType type);

    boolean anyBarred();

    /** Whether several tenants have the rule's incident at once, so that a person has to approve what each alert asks for. */
    boolean storm(Rule rule);

    /** Whether it may be carried out without a person, and that has not begun as far as is known. */
    boolean unattended(String commandId);

    /** Whether any that an alert has asked for is so. */
    boolean anyUnattended(String alertId);

    /** Why the next one needs a person to approve, for what became of the former ones; null when it does not. */
    @Nullable
    ApprovalReason approvalReason(CommandType type, String target, Instant now);

    /** How many of a type and target were issued within the 24 hours before. */
    int issuedWithinADay(CommandType type, String target, Instant now);
}
