package io.licensewatch.console.access;

import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.settings.Setting;
import io.licensewatch.runtime.settings.Settings;
import java.util.Optional;

/** Which JWTs are accepted, and which claims are used. */
record JwtSettings(String issuer, String audience, String jwks, String rolesClaim, String nameClaim) {
    /**
     * Empty if JWTs are not configured.
     *
     * @throws ConfigurationException if a part is missing: then JWTs of any issuer, or for any audience, would be accepted
     */
    static Optional<JwtSettings> of(Settings settings) {
        boolean some = settings.get(AccessSettings.JWT_ISSUER).isPresent()
                || settings.get(AccessSettings.JWT_AUDIENCE).isPresent()
                || settings.get(AccessSettings.JWT_JWKS).isPresent();
        return some
                ? Optional.of(new JwtSettings(
                        required(settings, AccessSettings.JWT_ISSUER),
                        required(settings, AccessSettings.JWT_AUDIENCE),
                        required(settings, AccessSettings.JWT_JWKS),
                        settings.get(AccessSettings.JWT_ROLES_CLAIM),
                        settings.get(AccessSettings.JWT_NAME_CLAIM)))
                : Optional.empty();
    }

    private static String required(Settings settings, Setting<Optional<String>> setting) {
        return settings.get(setting)
                .orElseThrow(() -> new ConfigurationException(setting.name()
                        + " is missing: licensewatch.console.jwt-issuer, -audience and -jwks belong together"));
    }
}
