package io.licensewatch.core.remedy;

import io.licensewatch.core.detect.Rule;
import io.licensewatch.schemas.command.ApprovalReason;
import io.licensewatch.schemas.command.CommandType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** No command was issued before. */
public final class NoPrecedents implements Precedents {
    @Override
    public boolean ended(String commandId) {
        return false;
    }

    @Override
    public boolean spent(String commandId) {
        return false;
    }

    @Override
    public boolean anySpent() {
        return false;
    }

    @Override
    public boolean barred(CommandType type) {
        return false;
    }

    @Override
    public boolean anyBarred() {
        return false;
    }

    @Override
    public boolean storm(Rule rule) {
        return false;
    }

    @Override
    public boolean unattended(String commandId) {
        return false;
    }

    @Override
    public boolean anyUnattended(String alertId) {
        return false;
    }

    @Override
    public @Nullable ApprovalReason approvalReason(CommandType type, String target, Instant now) {
        return null;
    }

    @Override
    public int issuedWithinADay(CommandType type, String target, Instant now) {
        return 0;
    }
}
