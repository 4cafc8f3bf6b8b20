package io.licensewatch.schemas.alert;

/**
 * The record key of an alert, {@code tenant|rule|subject}. The name of a rule has no bar. The id of a tenant may have some, and so may
 * the subject of an alert about the system itself, such as the name of a view.
 */
public record AlertKey(String tenantId, String rule, String subject) {
    private static final char SEPARATOR = '|';

    public String text() {
        return tenantId + SEPARATOR + rule + SEPARATOR + subject;
    }

    /** @throws IllegalArgumentException if it is not the key of an alert */
    public static AlertKey parse(String key) {
        boolean ofSystem = isOfTenant(key, AlertEvent.SYSTEM_TENANT);
        int second =
                ofSystem ? key.indexOf(SEPARATOR, AlertEvent.SYSTEM_TENANT.length() + 1) : key.lastIndexOf(SEPARATOR);
        int first = ofSystem ? AlertEvent.SYSTEM_TENANT.length() : key.lastIndexOf(SEPARATOR, second - 1);
        if (first < 0 || second < 0) {
            throw new IllegalArgumentException("the key of an alert is tenant|rule|subject, not " + key);
        }
        return new AlertKey(key.substring(0, first), key.substring(first + 1, second), key.substring(second + 1));
    }

    /** Whether a key may be one of an alert of the tenant. */
    public static boolean isOfTenant(String key, String tenantId) {
        return key.startsWith(tenantId + SEPARATOR);
    }
}
