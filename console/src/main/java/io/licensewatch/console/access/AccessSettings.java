package io.licensewatch.console.access;

import io.licensewatch.runtime.settings.Setting;
import io.licensewatch.runtime.settings.ValueType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Who may open the console, and how they show who they are. */
public final class AccessSettings {
    static final Setting<Optional<String>> URL = Setting.of(
                    "licensewatch.console.url",
                    ValueType.matching("https?://[^/?#\\s]+", "https:// and a name, without a path"),
                    "Where browsers find it, such as https://licensing.example.org behind a proxy; with https, cookies go by"
                            + " https alone.")
            .optional();
    static final Setting<Optional<String>> LOCAL_USER = Setting.of(
                    "licensewatch.console.local-user",
                    ValueType.matching(TokenLine.NAME.pattern(), TokenLine.NAME_WORDS),
                    "Name of whoever decides where there is no login; without it, that of the user who runs the console.")
            .optional();
    static final Setting<Optional<Path>> TOKENS_FILE = Setting.of(
                    "licensewatch.console.tokens-file",
                    ValueType.PATH,
                    "File of those who may log in by a token: name, roles and hash of the token, one a line;"
                            + " licensewatch console token makes them. It is read again when it changes.")
            .optional();
    static final Setting<Optional<String>> JWT_ISSUER = Setting.of(
                    "licensewatch.console.jwt-issuer",
                    ValueType.STRING,
                    "Issuer (iss) of the JWTs that are taken as tokens; without it, none are.")
            .optional();
    static final Setting<Optional<String>> JWT_AUDIENCE = Setting.of(
                    "licensewatch.console.jwt-audience", ValueType.STRING, "Audience (aud) that they have to name.")
            .optional();
    static final Setting<Optional<String>> JWT_JWKS = Setting.of(
                    "licensewatch.console.jwt-jwks",
                    ValueType.STRING,
                    "Keys that they are signed with, as a JWK set: an https URL or a file.")
            .optional();
    static final Setting<String> JWT_ROLES_CLAIM = Setting.of(
                    "licensewatch.console.jwt-roles-claim",
                    ValueType.STRING,
                    "Claim with the roles view, operate and approve; dots lead into objects, as in realm_access.roles.")
            .defaultsTo("roles");
    static final Setting<String> JWT_NAME_CLAIM = Setting.of(
                    "licensewatch.console.jwt-name-claim",
                    ValueType.STRING,
                    "Claim with the name under which decisions are recorded.")
            .defaultsTo("sub");

    private AccessSettings() {}

    public static List<Setting<?>> all() {
        return List.of(
                URL, LOCAL_USER, TOKENS_FILE, JWT_ISSUER, JWT_AUDIENCE, JWT_JWKS, JWT_ROLES_CLAIM, JWT_NAME_CLAIM);
    }
}
