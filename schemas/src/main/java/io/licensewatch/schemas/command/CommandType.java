package io.licensewatch.schemas.command;

/** What can be asked of the remediation worker. */
public enum CommandType {
    NOTIFY_TENANT_ADMIN(CommandMode.AUTO),
    START_RENEWAL(CommandMode.AUTO),
    EXTEND_LICENSE(CommandMode.APPROVE),
    DEACTIVATE_INACTIVE_USERS(CommandMode.APPROVE),
    UPGRADE_SEATS(CommandMode.AUTO),
    GRANT_MISSING_LICENSES(CommandMode.APPROVE),
    REMOVE_RBAC_ACCESS(CommandMode.APPROVE),
    REFRESH_VIEWS(CommandMode.AUTO),
    REBUILD_VIEW_INDEX(CommandMode.APPROVE),
    RERUN_ONBOARDING_STEP(CommandMode.AUTO),
    PROVISION_DEFAULTS(CommandMode.AUTO),
    MARK_ONBOARDING_COMPLETE(CommandMode.AUTO),
    CLEAR_CACHES(CommandMode.AUTO),
    END_EXTENSION(CommandMode.AUTO);

    private final CommandMode defaultMode;

    CommandType(CommandMode defaultMode) {
        this.defaultMode = defaultMode;
    }

    public CommandMode defaultMode() {
        return defaultMode;
    }
}
