package io.licensewatch.cdc;

import static io.licensewatch.cdc.testbed.CdcTestbed.PATIENCE;
import static io.licensewatch.cdc.testbed.CdcTestbed.awaitStreaming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.engine.FeedState;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.cdc.source.UnfitSourceException;
import io.licensewatch.cdc.testbed.CdcTestbed;
import io.licensewatch.cdc.testbed.Fixture;
import io.licensewatch.cdc.testbed.LogCapture;
import io.licensewatch.cdc.testbed.Source;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.runtime.settings.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Passwords that are checked, changed and wrong; and that they are nowhere to be read. */
class SecretsIT {
    private static final String FIRST = "first-Secret-5up";
    private static final String SECOND = "second-Secret-7tz";

    @TempDir
    static Path directory;

    static CdcTestbed testbed;

    @BeforeAll
    static void start() throws Exception {
        testbed = CdcTestbed.start(directory.resolve("kafka"));
        // Roles whose name begins with pw_ have to know their password.
        testbed.postgres().execute("postgres", """
                        DO $do$ BEGIN EXECUTE format($q$COPY (SELECT unnest(ARRAY['host all "/^pw_" all scram-sha-256',
                            'local all all trust', 'host all all all trust', 'host replication all all trust'])) TO %L$q$,
                            current_setting('hba_file')); END $do$""", "SELECT pg_reload_conf()");
    }

    @AfterAll
    static void stop() throws Exception {
        testbed.close();
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
                    .until(() -> log.lines().stream().anyMatch(line -> line.contains("another one is given now")));
            awaitStreaming(cdc);
            testbed.awaitFrontier(source);
            assertThat(log.lines()).noneMatch(line -> line.contains(FIRST) || line.contains(SECOND));
        }
        assertThat(testbed.written(source).rows("user_roles", "tenant_id")).hasSize(1);
    }

    @Test
    void a_password_that_changes_in_postgres_alone_ends_the_feed_with_an_exit_code_of_its_own() throws Exception {
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
            String told = failures
                    + log.lines().toString()
                    + health(cdc.live())
                    + health(cdc.ready())
                    + settings(source, file)
                    + settings(source, file).given();
            assertThat(told).doesNotContain(FIRST).doesNotContain(SECOND);
        }
    }

    @Test
    void a_wrong_password_at_the_start_is_exit_code_4_and_is_not_told() throws Exception {
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

    private static String health(List<io.licensewatch.runtime.http.HealthCheck> checks) {
        return checks.stream().map(check -> check.check().toString()).toList().toString();
    }
}
