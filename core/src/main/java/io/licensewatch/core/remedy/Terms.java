package io.licensewatch.core.remedy;

import io.licensewatch.core.detect.Rule;
import io.licensewatch.schemas.command.ApprovalReason;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * On which terms a command is issued.
 *
 * @param reason why one that would be AUTO is APPROVE; null for others
 */
record Terms(CommandMode mode, @Nullable ApprovalReason reason) {
    /** Of a type whose former commands may not have helped. */
    static Terms of(CommandType type, String target, RemedySettings settings, Precedents precedents, Instant now) {
        CommandMode usual = settings.mode(type);
        ApprovalReason reason = usual == CommandMode.AUTO ? precedents.approvalReason(type, target, now) : null;
        return reason == null ? new Terms(usual, null) : new Terms(CommandMode.APPROVE, reason);
    }

    /** Where an alert of the rule asks for it. */
    Terms asks(Rule rule, Precedents precedents) {
        return mode == CommandMode.AUTO && precedents.storm(rule)
                ? new Terms(CommandMode.APPROVE, ApprovalReason.MULTI_TENANT_IMPACT)
                : this;
    }

    int approvals(CommandType type, RemedySettings settings) {
        return mode == CommandMode.APPROVE ? settings.approvals(type) : 0;
    }
}
