package io.licensewatch.worker.sql;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Ids that are derived from names, in SQL with {@code id('A')}, to keep tests readable. */
final class Ids {
    private static final Map<String, String> NAMES = new ConcurrentHashMap<>();

    static { // names that only occur in test rows
        for (String tenant : List.of("A", "B")) {
            id(tenant);
            for (String user : List.of("boss A", "boss B", "idle 1", "idle 2", "idle 3", "busy", "never")) {
                id(user);
                id(user + " in " + tenant);
                id(user + " helps " + tenant);
            }
            for (String name :
                    List.of("admin", "member", "helper", "member reports:read", "member events:write", "onboarding")) {
                id(name + " " + tenant);
            }
            for (int feature = 1; feature <= 9; feature++) {
                id("feature " + feature);
                id("grant " + feature + " " + tenant);
            }
        }
    }

    private Ids() {}

    static String id(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(name.getBytes(StandardCharsets.UTF_8));
            String id = String.format("%032x", new BigInteger(1, digest))
                    .replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
            NAMES.put(id, name);
            return id;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code new} for an id that no test has created. */
    static String name(String id) {
        return NAMES.getOrDefault(id, "new");
    }

    static String list(String... names) {
        return "["
                + String.join(
                        ", ",
                        Arrays.stream(names).map(name -> '"' + id(name) + '"').toList()) + "]";
    }
}
