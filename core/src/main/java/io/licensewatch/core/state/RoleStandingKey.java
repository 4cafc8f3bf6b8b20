package io.licensewatch.core.state;

/** The key of what was reported of a role, whichever tenant the role is of. */
public record RoleStandingKey(String roleId) {
    public byte[] toBytes() {
        return StateSpace.ROLE_STANDINGS.key().text(roleId).toBytes();
    }

    public static RoleStandingKey read(byte[] key) {
        return new RoleStandingKey(StateSpace.read(key).text());
    }
}
