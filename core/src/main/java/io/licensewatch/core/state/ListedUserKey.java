package io.licensewatch.core.state;

/** The key of what was reported of a user. */
public record ListedUserKey(String userId) {
    public byte[] toBytes() {
        return StateSpace.LISTED_USERS.key().text(userId).toBytes();
    }

    public static ListedUserKey read(byte[] key) {
        return new ListedUserKey(StateSpace.read(key).text());
    }
}
