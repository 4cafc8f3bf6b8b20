package io.licensewatch.console.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JwtsTest {
    private static final String ISSUER = "https://login.example.org";

    @TempDir
    Path directory;

    private final SettableClock clock = new SettableClock();
    private ECKey key;
    private Path keys;
    private Jwts jwts;

    @BeforeEach
    void open() throws Exception {
        key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        keys = directory.resolve("jwks.json");
        Files.writeString(keys, new JWKSet(key.toPublicJWK()).toString());
        jwts = jwts("roles");
    }

    private Jwts jwts(String rolesClaim) {
        return new Jwts(
                new JwtSettings(ISSUER, "licensewatch", keys.toString(), rolesClaim, "sub"),
                Jwks.at(keys.toString()),
                clock);
    }

    private JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> others) {
        JWTClaimsSet.Builder builder = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(List.of("other", "licensewatch"))
                .subject("maria@example.org")
                .claim("roles", List.of("approve", "cook"))
                .expirationTime(Date.from(clock.instant().plusSeconds(300)));
        others.accept(builder);
        return builder.build();
    }

    private String signed(Consumer<JWTClaimsSet.Builder> others) throws Exception {
        return signed(JWSAlgorithm.ES256, "k1", new ECDSASigner(key), others);
    }

    private String signed(JWSAlgorithm algorithm, String id, JWSSigner signer, Consumer<JWTClaimsSet.Builder> others)
            throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(algorithm)
                        .type(JOSEObjectType.JWT)
                        .keyID(id)
                        .build(),
                claims(others));
        jwt.sign(signer);
        return jwt.serialize();
    }

    private Optional<Person> person(String jwt) {
        return jwts.check(jwt).flatMap(login -> login.person(clock.instant()));
    }

    @Test
    void a_signed_jwt_names_its_person_and_roles_until_it_expires() throws Exception {
        Login login = jwts.check(signed(claims -> {})).orElseThrow();

        Person person = login.person(clock.instant()).orElseThrow();
        assertThat(person.name()).isEqualTo("maria@example.org");
        assertThat(person.roles()).containsExactlyInAnyOrder(Role.VIEW, Role.APPROVE);
        clock.pass(Duration.ofSeconds(361));
        assertThat(login.person(clock.instant())).isEmpty();
    }

    @Test
    void a_jwt_of_another_issuer_audience_or_time_is_rejected() throws Exception {
        assertThat(person(signed(claims -> claims.issuer("https://evil.example"))))
                .isEmpty();
        assertThat(person(signed(claims -> claims.issuer(null)))).isEmpty();
        assertThat(person(signed(claims -> claims.audience("other")))).isEmpty();
        assertThat(person(signed(claims -> claims.audience((String) null)))).isEmpty();
        assertThat(person(signed(claims -> claims.expirationTime(null)))).isEmpty();
        assertThat(person(signed(claims -> claims.subject(null)))).isEmpty();
        assertThat(person(signed(claims -> claims.subject("maria\u202e")))).isEmpty();
        assertThat(person(signed(claims ->
                        claims.expirationTime(Date.from(clock.instant().minusSeconds(61))))))
                .isEmpty();
        assertThat(person(signed(
                        claims -> claims.notBeforeTime(Date.from(clock.instant().plusSeconds(61))))))
                .isEmpty();
        assertThat(person(signed(claims ->
                        claims.expirationTime(Date.from(clock.instant().minusSeconds(30))))))
                .as("clocks differ")
                .isPresent();
    }

    @Test
    void an_invalid_signature_is_rejected() throws Exception {
        assertThat(person(new PlainJWT(claims(claims -> {})).serialize()))
                .as("none")
                .isEmpty();
        byte[] known = key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        byte[] pem = key.toECPublicKey().getEncoded();
        for (byte[] secret : List.of(known, pem)) {
            assertThat(person(signed(JWSAlgorithm.HS256, "k1", new MACSigner(secret), claims -> {})))
                    .as("the public key as a secret")
                    .isEmpty();
        }
        ECKey other = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        assertThat(person(signed(JWSAlgorithm.ES256, "k1", new ECDSASigner(other), claims -> {})))
                .isEmpty();
        assertThat(person(signed(JWSAlgorithm.ES256, "k2", new ECDSASigner(other), claims -> {})))
                .isEmpty();
        String[] parts = signed(claims -> {}).split("\\.", -1);
        assertThat(person(parts[0] + "." + parts[1] + ".")).isEmpty();
        for (String no : List.of("", ".", "..", "a.b.c", "a.b.c.d.e", "x".repeat(100_000))) {
            assertThat(person(no)).isEmpty();
        }
    }

    @Test
    void the_keys_are_read_again_when_their_file_changes() throws Exception {
        ECKey next = new ECKeyGenerator(Curve.P_256).keyID("k2").generate();
        String jwt = signed(JWSAlgorithm.ES256, "k2", new ECDSASigner(next), claims -> {});
        assertThat(person(jwt)).isEmpty();

        Files.writeString(keys, new JWKSet(List.of(key.toPublicJWK(), next.toPublicJWK())).toString());

        assertThat(person(jwt)).isPresent();
        Files.writeString(keys, "{");
        assertThat(person(jwt)).as("no keys").isEmpty();
    }

    @Test
    void roles_may_be_nested_or_separated_by_blanks() throws Exception {
        jwts = jwts("realm_access.roles");
        assertThat(person(signed(claims -> claims.claim("realm_access", Map.of("roles", List.of("operate")))))
                        .orElseThrow()
                        .roles())
                .containsExactlyInAnyOrder(Role.VIEW, Role.OPERATE);
        jwts = jwts("scope");
        assertThat(person(signed(claims -> claims.claim("scope", "openid view")))
                        .orElseThrow()
                        .roles())
                .containsExactly(Role.VIEW);
        assertThat(person(signed(claims -> claims.claim("scope", 7)))
                        .orElseThrow()
                        .roles())
                .isEmpty();
    }

    @Test
    void an_incomplete_configuration_is_rejected() {
        for (String missing : List.of("issuer", "audience", "jwks")) {
            Map<String, String> given = new HashMap<>(Map.of(
                    "licensewatch.console.jwt-issuer",
                    ISSUER,
                    "licensewatch.console.jwt-audience",
                    "licensewatch",
                    "licensewatch.console.jwt-jwks",
                    keys.toString()));
            given.remove("licensewatch.console.jwt-" + missing);
            assertThatThrownBy(() -> JwtSettings.of(Settings.of(AccessSettings.all(), given)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("licensewatch.console.jwt-" + missing + " is missing");
        }
        assertThatThrownBy(() -> Jwks.at("http://login.example.org/keys")).hasMessageContaining("not an https URL");
        assertThatThrownBy(() -> Jwks.at(directory.resolve("none").toString()))
                .isInstanceOf(ConfigurationException.class);
    }
}
