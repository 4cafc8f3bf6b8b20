package io.licensewatch.console.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A line of the tokens file: {@code NAME ROLE,ROLE sha256:HEX}. A token has 256 random bits, so its hash needs neither salt nor
 * key stretching.
 */
record TokenLine(Person person, String hash) {
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,99}");
    static final String NAME_WORDS = "letters, digits, . _ @ and -, at most 100";

    private static final String PREFIX = "lwt_";
    private static final String HASH = "sha256:";
    private static final int TOKEN_BYTES = 32;
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException with the problem; it repeats nothing that may be secret */
    static TokenLine parse(String line) {
        List<String> words = List.of(line.strip().split("\\s+"));
        if (words.size() != 3) {
            throw new IllegalArgumentException("is not NAME ROLES HASH");
        }
        if (!NAME.matcher(words.get(0)).matches()) {
            throw new IllegalArgumentException("does not begin with a name: " + NAME_WORDS);
        }
        String hash = words.get(2);
        if (!hash.startsWith(HASH)
                || !HEX.matcher(hash.substring(HASH.length())).matches()) {
            throw new IllegalArgumentException(
                    "does not end with a hash: sha256: and 64 digits, as licensewatch console token prints");
        }
        return new TokenLine(new Person(words.get(0), roles(words.get(1))), hash.substring(HASH.length()));
    }

    /** @throws IllegalArgumentException for an invalid role */
    static Set<Role> roles(String text) {
        return Arrays.stream(text.split(",", -1)).map(Role::named).collect(Collectors.toSet());
    }

    static String newToken() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isOf(String tokenHash) {
        return MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII), tokenHash.getBytes(StandardCharsets.US_ASCII));
    }

    /** The line as in the file. */
    String text() {
        String roles = person.roles().stream()
                .sorted(Comparator.naturalOrder())
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
        return person.name() + " " + roles + " " + HASH + hash;
    }
}
