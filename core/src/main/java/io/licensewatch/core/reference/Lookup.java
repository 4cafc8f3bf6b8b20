package io.licensewatch.core.reference;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Digests of the lookups in the reference data. If two lookups have the same digest, a change of one also evaluates the tenants that
 * depend on the other. The digests are on disk: never change how they are computed.
 */
public final class Lookup {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** What permissions need. One for all: a tenant has hundreds of them, and most have the same. */
    static final long PERMISSIONS = digest(4, "");

    private static final int UUID_LENGTH = 36;
    private static final Pattern UUID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private Lookup() {}

    static long offering(String offeringId) {
        return digest(1, offeringId);
    }

    /** What a role needs, and whether the role gives access or a seat. */
    static long role(String roleId) {
        return digest(2, roleId);
    }

    /** @param name the id or the code of the feature */
    static long feature(String name) {
        return digest(3, name);
    }

    /** A UUID may be written in capitals; Postgres prints it in small letters. */
    static String asId(String text) {
        return text.length() == UUID_LENGTH && UUID.matcher(text).matches() ? text.toLowerCase(Locale.ROOT) : text;
    }

    /**
     * Whether several tenants have the rule's incident at once. A tenant depends on it as long as it has commands under way that
     * depend on it.
     */
    public static long storm(String rule) {
        return digest(5, rule);
    }

    private static long digest(int kind, String text) {
        long digest = (FNV_OFFSET ^ kind) * FNV_PRIME;
        for (int i = 0; i < text.length(); i++) {
            digest = (digest ^ text.charAt(i)) * FNV_PRIME;
        }
        return digest;
    }
}
