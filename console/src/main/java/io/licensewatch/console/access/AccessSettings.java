package io.licensewatch.console.access;

import io.licensewatch.runtime.settings.Setting;
import io.licensewatch.runtime.settings.ValueType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The settings of access and login. */
public final class AccessSettings {
    static final Setting<Optional<String>> URL = Setting.of(
                    "licensewatch.console.url",
                    ValueType.matching("https?://[^/?#\\s]+", "https:// and a name, without a path"),
                    "Address for browsers, such as https://licensing.example.org behind a proxy; with https, cookies are sent over https only.")
            .optional();
    static final Setting<Optional<String>> LOCAL_USER = Setting.of(
                    "licensewatch.console.local-user",
                    ValueType.matching(TokenLine.NAME.pattern(), TokenLine.NAME_WORDS),
                    "Name for decisions if there is no login; by default the user who runs the console.")
            .optional();
    static final Setting<Optional<Path>> TOKENS_FILE = Setting.of(
                    "licensewatch.console.tokens-file",
                    ValueType.PATH,
                    "File of tokens: name, roles and hash of the token, one per line; licensewatch console token creates them. It is read again when it changes.")
            .optional();
    static final Setting<Optional<String>> JWT_ISSUER = Setting.of(
                    "licensewatch.console.jwt-issuer",
                    ValueType.STRING,
                    "Required issuer (iss) of JWTs; without it, JWTs are not accepted.")
            .optional();
    static final Setting<Optional<String>> JWT_AUDIENCE = Setting.of(
                    "licensewatch.console.jwt-audience", ValueType.STRING, "Required audience (aud) of JWTs.")
            .optional();
    static final Setting<Optional<String>> JWT_JWKS = Setting.of(
                    "licensewatch.console.jwt-jwks",
                    ValueType.STRING,
                    "Signing keys of JWTs, as a JWK set: an https URL or a file.")
            .optional();
    static final Setting<String> JWT_ROLES_CLAIM = Setting.of(
                    "licensewatch.console.jwt-roles-claim",
                    ValueType.STRING,
                    "Claim with the roles view, operate and approve; dots select nested fields, as in realm_access.roles.")
            .defaultsTo("roles");
    static final Setting<String> JWT_NAME_CLAIM = Setting.of(
                    "licensewatch.console.jwt-name-claim",
                    ValueType.STRING,
                    "Claim with the name that decisions are recorded with.")
            .defaultsTo("sub");

    private AccessSettings() {}

    public static List<Setting<?>> all() {
        return List.of(
                URL, LOCAL_USER, TOKENS_FILE, JWT_ISSUER, JWT_AUDIENCE, JWT_JWKS, JWT_ROLES_CLAIM, JWT_NAME_CLAIM);
    }
}
