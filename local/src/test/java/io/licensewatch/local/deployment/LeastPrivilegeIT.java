package io.licensewatch.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.Cdc;
import io.licensewatch.cdc.CdcCommand;
import io.licensewatch.cdc.PrepareSourceCommand;
import io.licensewatch.cdc.settings.CdcSettings;
import io.licensewatch.console.Console;
import io.licensewatch.embedded.EmbeddedPostgres16;
import io.licensewatch.local.demo.SampleDatabase;
import io.licensewatch.local.deployment.AuditedAuthorizer.Asked;
import io.licensewatch.runtime.http.HealthCheck;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.schemas.source.SourceTable;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.streams.StreamApp;
import io.licensewatch.streams.StreamsCommand;
import io.licensewatch.streams.replay.ReplayCommand;
import io.licensewatch.streams.settings.StreamSettings;
import io.licensewatch.worker.Worker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With what docs/operations.md allows, and nothing else, the apps and those beside them work; and each of it is used. */
class LeastPrivilegeIT {
    private static final String PAGE = Repository.here().text("docs/operations.md");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void the_page_allows_enough_and_not_everything() throws Exception {
        List<AllowedRow> allowed = AllowedRow.in(PAGE);
        List<String> users = allowed.stream().map(AllowedRow::app).distinct().toList();
        assertThat(users).containsExactly("cdc", "stream-app", "administrator", "worker", "console", "replay", "pager");
        AuditedAuthorizer.forget();
        try (EmbeddedPostgres16 postgres = EmbeddedPostgres16.start(directory.resolve("postgres"), 0);
                SecuredKafka kafka = new SecuredKafka(directory.resolve("kafka"), users)) {
            kafka.allow(allowed.stream().flatMap(AllowedRow::acls).toList());
            prepare(postgres);
            aWrongPasswordIsToldAndNotShown(kafka, postgres);
            ActingWorker acting = ActingWorker.preparedIn(postgres, kafka);
            CompletableFuture<Worker> worker = beforeItsTopics(acting);
            try (Cdc cdc = cdc(kafka, postgres);
                    StreamApp streams = streams(kafka);
                    Worker started = worker.get(60, TimeUnit.SECONDS);
                    Console console = console(kafka)) {
                List<HealthCheck> ready = awaitReady(cdc, streams, started);
                await("the console")
                        .atMost(PATIENCE)
                        .until(() -> console.ready().stream()
                                .allMatch(check -> check.check().isUp()));
                assertThat(Stream.of(ready, cdc.live(), streams.live(), started.live(), console.live(), console.ready())
                                .flatMap(List::stream)
                                .map(HealthCheck::name))
                        .allMatch(check -> PAGE.contains("`" + check + "`"));
                try (ClosedLoop loop = new ClosedLoop(kafka, new PersonAtTerminal(kafka, "console"))) {
                    loop.play(postgres);
                }
                new PlainClient(kafka, "console").send(Topics.ACTIONS); // no action
                assertThat(new PlainClient(kafka, "pager").consume(Topics.ALERTS, "pager"))
                        .isPositive();
                new PlainClient(kafka, "cdc").send(Topics.defaults().table(SourceTable.ROLES));
                assertThat(reset(kafka)).as("while stream-app runs").isEqualTo(ExitCode.CHECKS_FAILED);
            }
            assertThat(reset(kafka)).isZero();
            kafka.forget("licensewatch-worker");
            try (Cdc cdc = cdc(kafka, postgres);
                    StreamApp streams = streams(kafka);
                    Worker again = acting.start(LeastPrivilegeIT::failed)) {
                awaitReady(cdc, streams, again); // they read what they have written before
            }
            assertThat(replay(kafka)).isZero();
            assertThat(refused()).as("what the page lacks").isEmpty();
            assertThat(unused(allowed)).as("what nobody needs").isEmpty();
            nobodyElseCanTakeItsTransactions(kafka);
        }
    }

    private Console console(SecuredKafka kafka) throws Exception {
        Map<String, String> given = new HashMap<>(kafka.settings("console"));
        given.put("licensewatch.console.port", "0");
        given.put("licensewatch.console.data-dir", directory.resolve("console").toString());
        return Console.start(
                Settings.of(Console.settings(), given), new SimpleMeterRegistry(), LeastPrivilegeIT::failed);
    }

    /** It may not create them, and does not end because of that. */
    private static CompletableFuture<Worker> beforeItsTopics(ActingWorker acting) {
        CompletableFuture<Worker> worker = CompletableFuture.supplyAsync(() -> {
            try {
                return acting.start(LeastPrivilegeIT::failed);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().atMost(PATIENCE)
                .until(() -> AuditedAuthorizer.asked().stream()
                        .anyMatch(asked -> asked.user().equals("worker") && asked.allowed()));
        assertThat(worker).isNotDone();
        return worker;
    }

    /** Whoever writes in the name of another's transactions ends them. */
    private static void nobodyElseCanTakeItsTransactions(SecuredKafka kafka) {
        List<Asked> ids = AuditedAuthorizer.asked().stream()
                .filter(asked -> asked.type() == ResourceType.TRANSACTIONAL_ID)
                .toList();
        List<String> writers = ids.stream().map(Asked::user).distinct().toList();
        assertThat(writers).containsExactlyInAnyOrder("cdc", "stream-app", "worker");
        for (Asked id : ids) {
            for (String other : writers) {
                if (!other.equals(id.user())) {
                    assertThatThrownBy(() -> new PlainClient(kafka, other).take(id.name()))
                            .as("%s takes %s of %s", other, id.name(), id.user())
                            .isInstanceOf(TransactionalIdAuthorizationException.class);
                }
            }
        }
    }

    private static List<HealthCheck> awaitReady(Cdc cdc, StreamApp streams, Worker worker) {
        List<HealthCheck> ready = Stream.of(cdc.ready(), streams.ready(), worker.ready())
                .flatMap(List::stream)
                .toList();
        await().atMost(PATIENCE)
                .until(() -> ready.stream().allMatch(check -> check.check().isUp()));
        return ready;
    }

    private static List<Asked> refused() {
        return AuditedAuthorizer.asked().stream()
                .filter(asked -> !asked.allowed())
                .toList();
    }

    /** Without a right that is used, the request that asks for it is refused. */
    private static List<String> unused(List<AllowedRow> allowed) {
        Set<Asked> asked = AuditedAuthorizer.asked();
        return allowed.stream()
                .flatMap(row -> row.operations().stream()
                        .filter(right -> asked.stream().noneMatch(one -> one.isUseOf(row, right)))
                        .map(row::text))
                .toList();
    }

    private static void aWrongPasswordIsToldAndNotShown(SecuredKafka kafka, EmbeddedPostgres16 postgres) {
        Map<String, String> given = new HashMap<>(settings(kafka, postgres));
        given.put("licensewatch.kafka.sasl-password", "not-that-S3cret");
        StringWriter printed = new StringWriter();
        int exitCode = CdcCommand.commandLine()
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(printed))
                .execute(given.entrySet().stream().map(LeastPrivilegeIT::flag).toArray(String[]::new));
        assertThat(printed.toString())
                .contains("FAIL  kafka login: refuses the login")
                .contains("licensewatch.kafka.sasl-username")
                .doesNotContain("S3cret");
        assertThat(exitCode).isEqualTo(ExitCode.LOGIN_REFUSED);
    }

    private static void prepare(EmbeddedPostgres16 postgres) throws Exception {
        try (Connection connection = postgres.connect()) {
            SampleDatabase.createIn(connection);
        }
        int exitCode = PrepareSourceCommand.commandLine()
                .execute("--apply", "--postgres-admin-url", postgres.url(), "--postgres-password", "watch");
        assertThat(exitCode).isZero();
    }

    private static Cdc cdc(SecuredKafka kafka, EmbeddedPostgres16 postgres) throws InterruptedException {
        return Cdc.start(
                CdcSettings.of(Settings.of(CdcSettings.all(), settings(kafka, postgres))),
                Cdc.Start.CONTINUE,
                new SimpleMeterRegistry(),
                LeastPrivilegeIT::failed);
    }

    private static Map<String, String> settings(SecuredKafka kafka, EmbeddedPostgres16 postgres) {
        Map<String, String> given = new HashMap<>(kafka.settings("cdc"));
        given.put("licensewatch.postgres.host", "127.0.0.1");
        given.put("licensewatch.postgres.port", Integer.toString(postgres.port()));
        given.put("licensewatch.postgres.database", EmbeddedPostgres16.DATABASE);
        given.put("licensewatch.postgres.password", "watch");
        return given;
    }

    private StreamApp streams(SecuredKafka kafka) throws Exception {
        Map<String, String> given = new HashMap<>(kafka.settings("stream-app"));
        given.put("licensewatch.streams.state-dir", directory.resolve("streams").toString());
        given.put("licensewatch.rules.drift-hold", "1s");
        return StreamApp.start(
                Settings.of(StreamSettings.all(), given), new SimpleMeterRegistry(), LeastPrivilegeIT::failed);
    }

    private int reset(SecuredKafka kafka) {
        Map<String, String> given = new HashMap<>(kafka.settings("administrator"));
        given.put("licensewatch.streams.state-dir", directory.resolve("streams").toString());
        given.put("licensewatch.streams.session-timeout", "1s");
        return StreamsCommand.commandLine()
                .execute(Stream.concat(
                                Stream.of("reset", "--yes"),
                                given.entrySet().stream().map(LeastPrivilegeIT::flag))
                        .toArray(String[]::new));
    }

    private int replay(SecuredKafka kafka) throws IOException {
        Path rules = Files.writeString(directory.resolve("rules.properties"), "licensewatch.rules.drift-hold = 1m\n");
        return ReplayCommand.commandLine()
                .execute(Stream.concat(
                                Stream.of("--from=earliest", "--rules=" + rules),
                                kafka.settings("replay").entrySet().stream().map(LeastPrivilegeIT::flag))
                        .toArray(String[]::new));
    }

    private static String flag(Map.Entry<String, String> setting) {
        return "--" + setting.getKey().substring("licensewatch.".length()).replace('.', '-') + "=" + setting.getValue();
    }

    private static void failed(Throwable cause) {
        throw new AssertionError("an app has failed", cause);
    }
}
