package io.licensewatch.console.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Authenticates people by the signed JWTs of an identity provider. */
final class Jwts implements Credentials {
    private static final Logger LOG = LoggerFactory.getLogger(Jwts.class);
    /** Only asymmetric algorithms: a public key must never be used as a shared secret. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private static final int CLOCK_SKEW_SECONDS = 60;
    private static final int MOST_CHARACTERS = 8_192;
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]{1,200}");

    private final JwtSettings settings;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    Jwts(JwtSettings settings, JWKSource<SecurityContext> keys, Clock clock) {
        this.settings = settings;
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWTClaimsSetVerifier(new ClaimsByOurClock(settings, clock));
    }

    private static final class ClaimsByOurClock extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final Clock clock;

        ClaimsByOurClock(JwtSettings settings, Clock clock) {
            super(
                    settings.audience(),
                    new JWTClaimsSet.Builder().issuer(settings.issuer()).build(),
                    Set.of("exp", settings.nameClaim()));
            this.clock = clock;
            setMaxClockSkew(CLOCK_SKEW_SECONDS);
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }

    @Override
    public Optional<Login> check(String credential) {
        if (credential.length() > MOST_CHARACTERS
                || credential.chars().filter(c -> c == '.').count() != 2) {
            return Optional.empty();
        }
        try {
            return login(processor.process(credential, null));
        } catch (KeySourceException e) {
            throw new CannotCheckException(
                    "the keys of " + settings.jwks() + " cannot be fetched, so no JWT can be verified", e);
        } catch (BadJOSEException | JOSEException | ParseException e) {
            LOG.atInfo().addKeyValue("reason", e.getMessage()).log("JWT refused");
            return Optional.empty();
        }
    }

    private Optional<Login> login(JWTClaimsSet claims) {
        Object name = claims.getClaim(settings.nameClaim());
        if (!(name instanceof String text) || !NAME.matcher(text).matches()) {
            LOG.atInfo().addKeyValue("claim", settings.nameClaim()).log("JWT rejected: it has no name claim");
            return Optional.empty();
        }
        Person person = new Person(text, roles(claims));
        Instant end = claims.getExpirationTime().toInstant().plusSeconds(CLOCK_SKEW_SECONDS);
        return Optional.of(now -> now.isBefore(end) ? Optional.of(person) : Optional.empty());
    }

    private Set<Role> roles(JWTClaimsSet claims) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        words(claim(claims)).forEach(word -> {
            try {
                roles.add(Role.named(word));
            } catch (IllegalArgumentException e) {
                LOG.debug("a role of another application", e);
            }
        });
        return roles;
    }

    private @Nullable Object claim(JWTClaimsSet claims) {
        Object whole = claims.getClaim(settings.rolesClaim());
        if (whole != null) {
            return whole;
        }
        @Nullable Object found = claims.getClaims();
        for (String step : settings.rolesClaim().split("\\.", -1)) {
            found = found instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return found;
    }

    private static Stream<String> words(@Nullable Object claim) {
        if (claim instanceof Collection<?> list) {
            return list.stream().filter(String.class::isInstance).map(String.class::cast);
        }
        return claim instanceof String text ? List.of(text.split("[ ,]+", -1)).stream() : Stream.of();
    }
}
