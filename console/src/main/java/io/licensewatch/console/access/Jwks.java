package io.licensewatch.console.access;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import io.licensewatch.runtime.settings.ConfigurationException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The signing keys of JWTs. */
final class Jwks {
    private static final Logger LOG = LoggerFactory.getLogger(Jwks.class);
    private static final int ANSWER_WITHIN_MS = 3_000;
    private static final int MOST_BYTES = 1 << 20;
    /** While the issuer is unavailable, known keys remain valid. */
    private static final Duration OUTAGE = Duration.ofHours(4);

    private Jwks() {}

    /**
     * @param place an https URL, requested again for an unknown key, or a file, read again when it changes
     * @throws ConfigurationException if there are no keys
     */
    static JWKSource<SecurityContext> at(String place) {
        return place.contains("://") ? remote(place) : local(Path.of(place));
    }

    private static JWKSource<SecurityContext> remote(String place) {
        try {
            URL url = URI.create(place).toURL();
            if (!url.getProtocol().equals("https")) {
                throw wrong(place, "is not an https URL: an attacker in the network could replace the keys");
            }
            return JWKSourceBuilder.<SecurityContext>create(
                            url, new DefaultResourceRetriever(ANSWER_WITHIN_MS, ANSWER_WITHIN_MS, MOST_BYTES))
                    .retrying(true)
                    .outageTolerant(OUTAGE.toMillis())
                    .build();
        } catch (IllegalArgumentException | MalformedURLException e) {
            throw wrong(place, "is not a URL");
        }
    }

    private static JWKSource<SecurityContext> local(Path path) {
        try {
            if (WatchedFile.isWritableByOthers(path)) {
                throw wrong(path, "is writable by other users than its owner: chmod go-w " + path);
            }
            JWKSet unused = load(path);
        } catch (IOException | ParseException e) {
            throw wrong(path, "is not a file with a JWK set: " + e.getMessage());
        }
        WatchedFile<JWKSet> file = new WatchedFile<>(path, Jwks::reload);
        return (selector, context) -> selector.select(file.content());
    }

    private static JWKSet reload(Path path) {
        try {
            return load(path);
        } catch (IOException | ParseException e) {
            LOG.atWarn().addKeyValue("file", path).log("the JWK set cannot be read any more: JWTs are rejected");
            return new JWKSet();
        }
    }

    private static JWKSet load(Path path) throws IOException, ParseException {
        return JWKSet.load(path.toFile());
    }

    private static ConfigurationException wrong(Object place, String what) {
        return new ConfigurationException("licensewatch.console.jwt-jwks: " + place + " " + what);
    }
}
