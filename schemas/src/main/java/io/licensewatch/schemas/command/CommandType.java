package io.licensewatch.schemas.command;

/** The types of command that the remediation worker executes. */
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

    /**
     * Whether a person may request a command of this type. The other types depend on the findings of a rule: which users are
     * inactive, which features are missing, which role has too much access. Nobody should have to type these.
     */
    public boolean isRequestable() {
        return switch (this) {
            case REFRESH_VIEWS, REBUILD_VIEW_INDEX, CLEAR_CACHES, RERUN_ONBOARDING_STEP, EXTEND_LICENSE -> true;
            case NOTIFY_TENANT_ADMIN,
                    START_RENEWAL,
                    DEACTIVATE_INACTIVE_USERS,
                    UPGRADE_SEATS,
                    GRANT_MISSING_LICENSES,
                    REMOVE_RBAC_ACCESS,
                    PROVISION_DEFAULTS,
                    MARK_ONBOARDING_COMPLETE,
                    END_EXTENSION -> false;
        };
    }
}
