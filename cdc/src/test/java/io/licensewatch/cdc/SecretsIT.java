package io.licensewatch.cdc;

import static io.licensewatch.cdc.testbed.CdcTestbed.PATIENCE;
import static io.licensewatch.cdc.testbed.CdcTestbed.awaitStreaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.feed.FeedState;
import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.cdc.settings.CdcSettings;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Certificate;
import io.licensewatch.cdc.testbed.Fixture;
import io.licensewatch.cdc.testbed.LogCapture;
import io.licensewatch.cdc.testbed.Source;
import io.licensewatch.embedded.Listener;
import io.licensewatch.embedded.Ports;
import io.licensewatch.runtime.http.HealthCheck;
import io.licensewatch.runtime.http.OpsServer;
import io.licensewatch.runtime.metrics.Metrics;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.runtime.settings.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Passwords that are checked, changed and wrong; and that they are nowhere to be read. */
class SecretsIT {
    private static final String FIRST = "first-Secret-5up";
    private static final String SECOND = "second-Secret-7tz";

    @TempDir
    static Path directory;

    @RegisterExtension
    static final CdcTestbed testbed = new CdcTestbed(SecretsIT::securedWays);

    static final int encryptedPort = Ports.free();
    static final int loginPort = Ports.free();

    @SuppressWarnings("NullAway.Init") // before the testbed starts
    static Certificate ours;

    @SuppressWarnings("NullAway.Init") // before the testbed starts
    static Certificate others;

    private static List<Listener> securedWays() throws Exception {
        ours = Certificate.of(directory, "ours", "ip:127.0.0.1");
        others = Certificate.of(directory, "other", "ip:127.0.0.1");
        Map<String, String> key = Map.of(
                "ssl.keystore.location",
                ours.keyStore().toString(),
                "ssl.keystore.type",
                "PKCS12",
                "ssl.keystore.password",
                Certificate.PASSWORD);
        Map<String, String> login = new HashMap<>(key);
        login.put("sasl.enabled.mechanisms", "PLAIN");
        login.put(
                "plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_cdc=\"" + FIRST + "\";");
        return List.of(
                new Listener("encrypted", "SSL", encryptedPort, encryptedPort, key),
                new Listener("login", "SASL_SSL", loginPort, loginPort, login));
    }

    @BeforeAll
    static void letPasswordsMatter() throws Exception {
        // Roles whose name begins with pw_ have to know their password.
        testbed.postgres().execute("postgres", """
                        DO $do$ BEGIN EXECUTE format($q$COPY (SELECT unnest(ARRAY['host all "/^pw_" all scram-sha-256',
                            'local all all trust', 'host all all all trust', 'host replication all all trust'])) TO %L$q$,
                            current_setting('hba_file')); END $do$""", "SELECT pg_reload_conf()");
    }

    @Test
    void a_password_that_changes_in_its_file_and_in_postgres_stops_nothing() throws Exception {
        Source source = prepared();
        Path file = Files.writeString(directory.resolve(source.database()), FIRST + "\n");
        try (LogCapture log = new LogCapture();
                Cdc cdc = cdc(source, file)) {
            awaitStreaming(cdc);
            Files.writeString(file, SECOND + "\n");
            source.execute("ALTER ROLE " + role(source) + " PASSWORD '" + SECOND + "'");
            throwOut(source);
            source.execute("INSERT INTO user_roles (tenant_id) VALUES (gen_random_uuid())");
            await().atMost(PATIENCE)
                    .until(() ->
                            log.lines().stream().anyMatch(line -> line.contains("the configured login has changed")));
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
            assertThat(log.lines()).noneMatch(line -> line.contains(FIRST) || line.contains(SECOND));
        }
        assertThat(testbed.written(source).rows("user_roles", "tenant_id")).hasSize(1);
    }

    @Test
    void a_password_that_changes_in_postgres_only_ends_the_feed_with_its_exit_code() throws Exception {
        Source source = prepared();
        Path file = Files.writeString(directory.resolve(source.database()), FIRST);
        List<Throwable> failures = new ArrayList<>();
        try (LogCapture log = new LogCapture();
                Cdc cdc = Cdc.start(
                        settings(source, file), Cdc.Start.CONTINUE, new SimpleMeterRegistry(), failures::add)) {
            awaitStreaming(cdc);
            source.execute("ALTER ROLE " + role(source) + " PASSWORD '" + SECOND + "'");
            throwOut(source);
            await().atMost(PATIENCE).until(() -> cdc.state() == FeedState.FAILED);
            assertThat(failures).singleElement().isInstanceOfSatisfying(UnfitSourceException.class, failure -> {
                assertThat(failure.exitCode()).isEqualTo(ExitCode.LOGIN_REFUSED);
                assertThat(failure)
                        .hasMessageContaining("postgres login")
                        .hasMessageContaining("password authentication");
            });
            String output = failures
                    + log.lines().toString()
                    + health(cdc.live())
                    + health(cdc.ready())
                    + settings(source, file)
                    + settings(source, file).given();
            assertThat(output).doesNotContain(FIRST).doesNotContain(SECOND);
        }
    }

    @Test
    void a_wrong_password_at_the_start_is_exit_code_4_and_is_not_printed() throws Exception {
        Source source = prepared();
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = CdcMain.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        try (LogCapture log = new LogCapture()) {
            List<String> arguments = new ArrayList<>(List.of("cdc"));
            values(source)
                    .forEach((name, value) -> arguments.add(
                            "--" + name.substring("licensewatch.".length()).replace('.', '-') + "=" + value));
            arguments.add("--postgres-password=" + SECOND);
            assertThat(line.execute(arguments.toArray(String[]::new))).isEqualTo(ExitCode.LOGIN_REFUSED);
            assertThat(err.toString()).contains("FAIL  postgres login: " + role(source) + "@127.0.0.1");
            assertThat(out + err.toString() + log.lines()).doesNotContain(SECOND);
        }
    }

    @Test
    void a_server_without_encryption_is_not_talked_to_when_it_is_required() throws Exception {
        Source source = prepared();
        Map<String, String> encrypted = new HashMap<>(values(source));
        encrypted.put("licensewatch.postgres.password", FIRST);
        encrypted.put("licensewatch.postgres.sslmode", "require");
        CdcSettings settings = CdcSettings.of(Settings.of(CdcSettings.all(), encrypted));
        assertThatThrownBy(() -> Cdc.start(settings, Cdc.Start.CONTINUE, new SimpleMeterRegistry(), failure -> {})
                        .close())
                .isInstanceOf(UnfitSourceException.class)
                .hasMessageContaining("does not support SSL")
                .hasMessageContaining("licensewatch.postgres.sslmode")
                .hasMessageNotContaining(FIRST);
    }

    @Test
    void encryption_towards_postgres_verifies_ca_and_name_and_reports_failures() throws Exception {
        Source source = prepared();
        source.execute(
                "ALTER SYSTEM SET ssl_cert_file = '" + ours.pem() + "'",
                "ALTER SYSTEM SET ssl_key_file = '" + ours.key() + "'",
                "ALTER SYSTEM SET ssl = on",
                "SELECT pg_reload_conf()");
        try (LogCapture log = new LogCapture()) {
            await().atMost(PATIENCE).until(() -> source.value("SHOW ssl").equals("on"));
            for (String mode : List.of("verify-ca", "verify-full")) {
                assertThat(refusal(source, encrypted(mode, others)))
                        .startsWith("FAIL  postgres: cannot reach " + role(source) + "@127.0.0.1")
                        .contains("PKIX path")
                        .contains("set licensewatch.postgres.sslmode and sslrootcert")
                        .hasLineCount(1);
            }
            Map<String, String> otherName = encrypted("verify-full", ours);
            otherName.put("licensewatch.postgres.host", "localhost");
            assertThat(refusal(source, otherName))
                    .contains("localhost", "could not be verified by hostnameverifier", "sslmode and sslrootcert")
                    .hasLineCount(1);

            Map<String, String> right = encrypted("verify-full", ours);
            try (Cdc cdc = start(source, right)) {
                awaitStreaming(cdc);
                assertThat(source.value("SELECT count(*) FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid) WHERE"
                                + " usename = '" + role(source) + "' AND NOT ssl"))
                        .isEqualTo("0");
                testbed.awaitFrontier(source);
                source.execute("ALTER SYSTEM SET ssl = off", "SELECT pg_reload_conf()");
                await().atMost(PATIENCE).until(() -> source.value("SHOW ssl").equals("off"));
                throwOut(source);
                await("it does not go on without").atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(cdc.state()).isEqualTo(FeedState.RETRYING);
                    assertThat(health(cdc.live())).contains("does not support SSL");
                });
                source.execute("ALTER SYSTEM SET ssl = on", "SELECT pg_reload_conf()");
                awaitStreaming(cdc);
                testbed.awaitFrontier(source);
            }
            assertThat(log.lines()).noneMatch(line -> line.contains(FIRST));
        } finally {
            source.execute("ALTER SYSTEM RESET ALL", "SELECT pg_reload_conf()");
        }
    }

    @Test
    void encryption_and_login_towards_kafka_hold_to_the_authority_and_say_what_is_wrong() throws Exception {
        Source source = prepared();
        try (LogCapture log = new LogCapture()) {
            assertThat(refusal(source, kafka("SSL", encryptedPort, others)))
                    .startsWith(
                            "FAIL  kafka encryption: the connection is not trusted: unable to find valid certification")
                    .contains("licensewatch.kafka.ssl-truststore-location")
                    .hasLineCount(1);
            Map<String, String> locked = kafka("SSL", encryptedPort, ours);
            locked.put("licensewatch.kafka.ssl-truststore-password", SECOND);
            assertThat(refusal(source, locked))
                    .startsWith("FAIL  kafka 127.0.0.1:" + encryptedPort)
                    .contains("Failed to load SSL keystore")
                    .hasLineCount(1);
            assertThat(refusal(source, kafka("SASL_SSL", loginPort, others)))
                    .startsWith("FAIL  kafka encryption: ")
                    .hasLineCount(1);
            Map<String, String> wrongPassword = kafka("SASL_SSL", loginPort, ours);
            wrongPassword.put("licensewatch.kafka.sasl-password", SECOND);
            assertThat(refusal(source, wrongPassword))
                    .startsWith("FAIL  kafka login: refuses the login: ")
                    .hasLineCount(1);

            runsAndTellsNoSecret(source, kafka("SSL", encryptedPort, ours));
            runsAndTellsNoSecret(source, kafka("SASL_SSL", loginPort, ours));
            assertThat(log.lines())
                    .noneMatch(line ->
                            line.contains(FIRST) || line.contains(SECOND) || line.contains(Certificate.PASSWORD));
        }
    }

    private static void runsAndTellsNoSecret(Source source, Map<String, String> more) throws Exception {
        try (Metrics metrics = Metrics.create();
                Cdc cdc = Cdc.start(settings(source, more), Cdc.Start.CONTINUE, metrics.registry(), failure -> {});
                OpsServer pages = OpsServer.start("127.0.0.1", 0, metrics.registry())) {
            pages.answer(cdc.live(), cdc.ready());
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
            for (String page : List.of("/metrics", "/health/live", "/health/ready")) {
                assertThat(read(pages, page))
                        .containsAnyOf("licensewatch_cdc_batches_total", "streaming")
                        .doesNotContain(FIRST, Certificate.PASSWORD);
            }
        }
    }

    /** What a start says that does not come about. It names no secret. */
    private static String refusal(Source source, Map<String, String> more) {
        Throwable refusal = catchThrowable(() -> start(source, more).close());
        assertThat(refusal).isInstanceOf(UnfitSourceException.class);
        assertThat(refusal.getMessage()).doesNotContain(FIRST, SECOND, Certificate.PASSWORD);
        return String.valueOf(refusal.getMessage());
    }

    private static Cdc start(Source source, Map<String, String> more) throws InterruptedException {
        return Cdc.start(settings(source, more), Cdc.Start.CONTINUE, new SimpleMeterRegistry(), failure -> {});
    }

    private static CdcSettings settings(Source source, Map<String, String> more) {
        Map<String, String> values = new HashMap<>(values(source));
        values.put("licensewatch.postgres.password", FIRST);
        values.putAll(more);
        return CdcSettings.of(Settings.of(CdcSettings.all(), values));
    }

    private static Map<String, String> encrypted(String mode, Certificate authority) {
        return new HashMap<>(Map.of(
                "licensewatch.postgres.sslmode",
                mode,
                "licensewatch.postgres.sslrootcert",
                authority.pem().toString()));
    }

    private static Map<String, String> kafka(String protocol, int port, Certificate authority) {
        Map<String, String> values = new HashMap<>(Map.of(
                "licensewatch.kafka.bootstrap-servers",
                "127.0.0.1:" + port,
                "licensewatch.kafka.security-protocol",
                protocol,
                "licensewatch.kafka.ssl-truststore-location",
                authority.trustStore().toString(),
                "licensewatch.kafka.ssl-truststore-password",
                Certificate.PASSWORD));
        if (protocol.equals("SASL_SSL")) {
            values.put("licensewatch.kafka.sasl-mechanism", "PLAIN");
            values.put("licensewatch.kafka.sasl-username", "cdc");
            values.put("licensewatch.kafka.sasl-password", FIRST);
        }
        return values;
    }

    private static String read(OpsServer pages, String page) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + pages.port() + page);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static Source prepared() throws Exception {
        Source source = testbed.source(Fixture.prepared());
        source.execute(
                "CREATE ROLE " + role(source) + " LOGIN REPLICATION PASSWORD '" + FIRST + "'",
                "GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + role(source));
        return source;
    }

    private static Cdc cdc(Source source, Path passwordFile) throws InterruptedException {
        return Cdc.start(settings(source, passwordFile), Cdc.Start.CONTINUE, new SimpleMeterRegistry(), f -> {});
    }

    private static CdcSettings settings(Source source, Path passwordFile) {
        Map<String, String> values = new HashMap<>(values(source));
        values.put("licensewatch.postgres.password-file", passwordFile.toString());
        return CdcSettings.of(Settings.of(CdcSettings.all(), values));
    }

    private static Map<String, String> values(Source source) {
        PostgresAddress address = PostgresAddress.parse(testbed.postgres().url("postgres", "x", source.database()));
        Map<String, String> values = new HashMap<>(testbed.settingsOf(source));
        values.remove("licensewatch.postgres.url");
        values.put("licensewatch.postgres.host", address.host());
        values.put("licensewatch.postgres.port", Integer.toString(address.port()));
        values.put("licensewatch.postgres.database", source.database());
        values.put("licensewatch.postgres.user", role(source));
        return values;
    }

    private static String role(Source source) {
        return "pw_" + source.database();
    }

    private static void throwOut(Source source) throws Exception {
        source.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + role(source) + "'");
    }

    private static String health(List<HealthCheck> checks) {
        return checks.stream().map(check -> check.check().toString()).toList().toString();
    }
}
