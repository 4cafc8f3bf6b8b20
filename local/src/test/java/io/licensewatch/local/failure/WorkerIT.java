package io.licensewatch.local.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.preflight.UnfitSourceException;
import io.licensewatch.embedded.EmbeddedKafka;
import io.licensewatch.local.Testbed;
import io.licensewatch.runtime.http.Health;
import io.licensewatch.runtime.http.HealthCheck;
import io.licensewatch.runtime.metrics.Metrics;
import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.runtime.topics.TopicProvisioner;
import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.result.CommandState;
import io.licensewatch.schemas.result.Pauses;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.topic.Topics;
import io.licensewatch.worker.Worker;
import io.licensewatch.worker.loop.LedgerSetBackException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A worker with a real Postgres and a real Kafka. Each test has tenants of its own. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WorkerIT {
    private static final int TENANTS = 60;

    @TempDir
    private static Path directory;

    private static WorkerBed bed;
    private static PublishedResults results;

    private final List<Throwable> failures = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        bed = new WorkerBed(directory, TENANTS);
        results = new PublishedResults(bed);
    }

    @AfterAll
    static void stop() {
        results.close();
        bed.close();
    }

    private Worker worker(Map<String, String> more) throws InterruptedException {
        return worker(more, Metrics.create());
    }

    private Worker worker(Map<String, String> more, Metrics metrics) throws InterruptedException {
        Map<String, String> given = new HashMap<>(bed.settings());
        given.putAll(more);
        return Worker.start(Settings.of(Worker.settings(), given), metrics.registry(), failures::add);
    }

    private static String effects(int tenant) throws Exception {
        return bed.ask("SELECT count(*) FROM effects WHERE tenant_id = '" + WorkerBed.tenant(tenant) + "'");
    }

    /** A result may be read before the turn that has published it has ended. */
    private static void awaitReady(Worker worker) {
        await("readiness").atMost(Testbed.PATIENCE).until(() -> down(worker).isEmpty());
    }

    private static String down(Worker worker) {
        return worker.ready().stream()
                .map(HealthCheck::check)
                .filter(health -> !health.isUp())
                .map(Health::detail)
                .findFirst()
                .orElse("");
    }

    @Test
    void a_command_changes_its_row_and_each_step_is_published_once() throws Exception {
        try (Worker worker = worker(Map.of())) {
            bed.send(WorkerBed.complete(0, CommandMode.AUTO));
            RemediationResult applied = results.await("complete-0", CommandState.APPLIED);

            assertThat(effects(0)).isEqualTo("1");
            assertThat(results.states("complete-0")).containsExactly(CommandState.ISSUED, CommandState.APPLIED);
            assertThat(applied.rowsAffected()).isEqualTo(1);
            assertThat(applied.before())
                    .singleElement()
                    .satisfies(row -> assertThat(row.columns()).containsEntry("is_completed", false));
            assertThat(bed.ask("SELECT '" + applied.effectiveLsn() + "'::pg_lsn <= pg_current_wal_insert_lsn()"))
                    .isEqualTo("t");
            awaitReady(worker);
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void a_repeated_command_is_not_carried_out_again() throws Exception {
        try (Worker worker = worker(Map.of())) {
            bed.send(WorkerBed.complete(1, CommandMode.AUTO));
            bed.send(WorkerBed.complete(1, CommandMode.AUTO));
            results.await("complete-1", CommandState.APPLIED);
            bed.send(WorkerBed.complete(1, CommandMode.AUTO));
            bed.send(WorkerBed.command(
                    "after-1",
                    CommandKind.ISSUE,
                    CommandType.MARK_ONBOARDING_COMPLETE,
                    WorkerBed.tenant(1),
                    CommandMode.AUTO,
                    Map.of()));
            results.await("after-1", CommandState.NO_CHANGE);

            assertThat(effects(1)).isEqualTo("1");
            assertThat(results.states("complete-1")).containsExactly(CommandState.ISSUED, CommandState.APPLIED);
            assertThat(worker.live()).allMatch(check -> check.check().isUp());
        }
    }

    @Test
    void a_command_that_needs_a_person_waits_for_the_approval_of_its_plan() throws Exception {
        try (Worker worker = worker(Map.of())) {
            bed.send(WorkerBed.complete(2, CommandMode.APPROVE));
            RemediationResult waiting = results.await("complete-2", CommandState.AWAITING_APPROVAL);
            assertThat(effects(2)).isEqualTo("0");

            bed.approve(waiting, "ada");
            RemediationResult applied = results.await("complete-2", CommandState.APPLIED);

            assertThat(effects(2)).isEqualTo("1");
            assertThat(applied.approvals())
                    .extracting(RemediationResult.Approval::by)
                    .containsExactly("ada");
            assertThat(results.states("complete-2"))
                    .containsExactly(
                            CommandState.ISSUED,
                            CommandState.AWAITING_APPROVAL,
                            CommandState.APPROVED,
                            CommandState.APPLIED);
            awaitReady(worker);
        }
    }

    @Test
    void what_is_no_command_is_set_aside_and_those_behind_it_are_carried_out() throws Exception {
        Metrics metrics = Metrics.create();
        String tenant = WorkerBed.tenant(3);
        String garbage = "{\"commandId\": 1}";
        String unknownType = new String(
                        JsonCodec.COMMAND.encode(WorkerBed.complete(3, CommandMode.AUTO)), StandardCharsets.UTF_8)
                .replace("\"alert-complete-3\"", "\"\\u0000\""); // JSON, and no text of Postgres'
        try (Worker worker = worker(Map.of(), metrics);
                Traffic letters = new Traffic(bed.bootstrapServers(), List.of(Topics.DEAD_LETTERS))) {
            bed.send(Topics.COMMANDS, tenant, garbage.getBytes(StandardCharsets.UTF_8), Map.of());
            bed.send(Topics.COMMANDS, tenant, unknownType.getBytes(StandardCharsets.UTF_8), Map.of());
            bed.send(
                    Topics.COMMANDS,
                    "somebody else",
                    JsonCodec.COMMAND.encode(WorkerBed.complete(3, CommandMode.AUTO)),
                    Map.of());
            bed.send(Topics.ACTIONS, tenant, garbage.getBytes(StandardCharsets.UTF_8), Map.of());
            letters.await(4);
            assertThat(effects(3)).isEqualTo("0");
            bed.send(WorkerBed.complete(3, CommandMode.AUTO));
            results.await("complete-3", CommandState.APPLIED);
            assertThat(metrics.registry().scrape()).contains("licensewatch_worker_dead_letters_total 4.0");
            awaitReady(worker);
        }
    }

    @Test
    void what_nobody_has_configured_is_unsupported() throws Exception {
        try (Worker worker = worker(Map.of())) {
            bed.send(WorkerBed.command(
                    "caches-4",
                    CommandKind.ISSUE,
                    CommandType.CLEAR_CACHES,
                    WorkerBed.tenant(4),
                    CommandMode.AUTO,
                    Map.of()));
            RemediationResult result = results.await("caches-4", CommandState.UNSUPPORTED);
            assertThat(result.reason()).isEqualTo("NOT_CONFIGURED");
            awaitReady(worker);
        }
    }

    @Test
    void a_pause_holds_commands_until_somebody_resumes() throws Exception {
        try (Worker worker = worker(Map.of())) {
            bed.ask("SELECT licensewatch.pause('" + WorkerBed.tenant(5) + "', NULL, 'ada', 'to check first')");
            bed.send(WorkerBed.complete(5, CommandMode.AUTO));
            RemediationResult held = results.await("complete-5", CommandState.HELD);
            assertThat(held.reason()).isEqualTo("PAUSED");
            assertThat(effects(5)).isEqualTo("0");
            bed.ask("SELECT licensewatch.resume('" + WorkerBed.tenant(5) + "', NULL, 'ada')");
            results.await("complete-5", CommandState.APPLIED);
            assertThat(effects(5)).isEqualTo("1");
            awaitReady(worker);
        }
    }

    @Test
    void a_person_pauses_and_resumes_by_the_topic_and_what_is_paused_is_published() throws Exception {
        String tenant = WorkerBed.tenant(55);
        try (PublishedPauses pauses = new PublishedPauses(bed);
                Worker worker = worker(Map.of())) {
            bed.pause("pause-55", ActionKind.PAUSE, tenant);
            Pauses paused = pauses.await("the pause", all -> !all.isEmpty());
            assertThat(paused.pauses())
                    .extracting(Pauses.Pause::tenantId, Pauses.Pause::by, Pauses.Pause::actionId)
                    .containsExactly(tuple(tenant, "ada", "pause-55"));
            bed.send(WorkerBed.complete(55, CommandMode.AUTO));
            assertThat(results.await("complete-55", CommandState.HELD).reason()).isEqualTo("PAUSED");

            // What an operator does in the database, nobody writes to a topic but the worker.
            bed.ask("SELECT licensewatch.pause('" + tenant + "', NULL, 'ken', 'by hand')");
            pauses.await("both pauses", all -> all.size() == 2);
            bed.pause("resume-55", ActionKind.RESUME, tenant);
            pauses.await(
                    "the pause of the database",
                    all -> all.size() == 1 && !all.get(0).endsByAction());
            assertThat(effects(55)).isEqualTo("0");
            bed.ask("SELECT licensewatch.resume('" + tenant + "', NULL, 'ken')");
            pauses.await("no pause", List::isEmpty);

            results.await("complete-55", CommandState.APPLIED);
            awaitReady(worker);
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void a_command_that_was_taken_back_before_it_was_carried_out_changes_nothing() throws Exception {
        try (Worker worker = worker(Map.of())) {
            bed.send(WorkerBed.complete(6, CommandMode.APPROVE));
            RemediationResult waiting = results.await("complete-6", CommandState.AWAITING_APPROVAL);
            bed.send(WorkerBed.command(
                    "complete-6",
                    CommandKind.CANCEL,
                    CommandType.MARK_ONBOARDING_COMPLETE,
                    WorkerBed.tenant(6),
                    CommandMode.APPROVE,
                    Map.of()));
            results.await("complete-6", CommandState.CANCELLED);
            bed.approve(waiting, "ada");
            bed.send(WorkerBed.complete(7, CommandMode.AUTO));
            results.await("complete-7", CommandState.APPLIED);
            assertThat(effects(6)).isEqualTo("0");
            awaitReady(worker);
        }
    }

    @Test
    void what_ended_long_ago_leaves_the_ledger() throws Exception {
        try (Worker worker = worker(Map.of())) {
            bed.send(WorkerBed.complete(53, CommandMode.AUTO));
            results.await("complete-53", CommandState.APPLIED);
            bed.ask("SELECT licensewatch.worker_receive(0, c.command || '{\"commandId\": \"forgotten\"}', '{}')"
                    + " FROM licensewatch.ledger c WHERE c.command_id = 'complete-53'");
            results.await("forgotten", CommandState.NO_CHANGE);
            awaitReady(worker);
        }
        bed.sql(
                "SET session_replication_role = replica;" // the ledger lets nobody change a command
                        + " UPDATE licensewatch.ledger SET finished_at = finished_at - interval '100 days',"
                        + " command = command || '{\"deadline\": \"2026-01-01T00:00:00Z\"}' WHERE command_id = 'forgotten'");
        try (Worker worker = worker(Map.of())) {
            await("the ledger forgets")
                    .atMost(Testbed.PATIENCE)
                    .until(() -> bed.ask("SELECT count(*) FROM licensewatch.ledger WHERE command_id = 'forgotten'")
                            .equals("0"));
            awaitReady(worker);
        }
        assertThat(bed.ask("SELECT state FROM licensewatch.ledger WHERE command_id = 'complete-53'"))
                .isEqualTo("APPLIED");
    }

    @Test
    void while_postgres_is_away_the_worker_says_so_and_then_goes_on() throws Exception {
        try (Worker worker = worker(Map.of())) {
            bed.send(WorkerBed.complete(8, CommandMode.AUTO));
            results.await("complete-8", CommandState.APPLIED);
            bed.stopPostgres();
            try {
                bed.send(WorkerBed.complete(9, CommandMode.AUTO));
                await("unreadiness")
                        .atMost(Testbed.PATIENCE)
                        .until(() -> down(worker).contains("postgres away"));
                assertThat(worker.live()).allMatch(check -> check.check().isUp());
            } finally {
                bed.startPostgres();
            }
            results.await("complete-9", CommandState.APPLIED);
            assertThat(effects(9)).isEqualTo("1");
            awaitReady(worker);
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void while_kafka_is_away_the_worker_says_so_and_then_goes_on() throws Exception {
        try (Worker worker = worker(Map.of())) {
            bed.send(WorkerBed.complete(10, CommandMode.AUTO));
            results.await("complete-10", CommandState.APPLIED);
            bed.send(WorkerBed.complete(11, CommandMode.APPROVE));
            RemediationResult waiting = results.await("complete-11", CommandState.AWAITING_APPROVAL);
            bed.stopKafka();
            try {
                // Its outcome is in Postgres, and cannot be published.
                bed.ask("SELECT licensewatch.worker_receive(0, c.command || '{\"commandId\": \"complete-12\"}', '{}')"
                        + " FROM licensewatch.ledger c WHERE c.command_id = 'complete-11'");
                await("unreadiness")
                        .atMost(Testbed.PATIENCE)
                        .until(() -> !down(worker).isEmpty());
            } finally {
                bed.startKafka();
            }
            bed.approve(waiting, "ada");
            results.await("complete-11", CommandState.APPLIED);
            results.await("complete-12", CommandState.ISSUED);
            awaitReady(worker);
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void two_workers_share_the_work_and_take_over_from_one_another() throws Exception {
        try (Worker first = worker(Map.of())) {
            for (int i = 13; i < 20; i++) {
                bed.send(WorkerBed.complete(i, CommandMode.AUTO));
            }
            try (Worker second = worker(Map.of())) {
                for (int i = 20; i < 30; i++) {
                    bed.send(WorkerBed.complete(i, CommandMode.AUTO));
                }
                await("both are ready").atMost(Testbed.PATIENCE).until(() -> (down(first) + down(second)).isEmpty());
                for (int i = 30; i < 40; i++) {
                    bed.send(WorkerBed.complete(i, CommandMode.AUTO));
                }
            }
            for (int i = 13; i < 40; i++) {
                results.await("complete-" + i, CommandState.APPLIED);
                assertThat(effects(i)).isEqualTo("1");
            }
        }
        results.comeOnce("two workers");
        assertThat(failures).isEmpty();
    }

    /** As after a week in which all workers were stopped. */
    @Test
    @Order(Integer.MAX_VALUE)
    void when_the_groups_offsets_are_lost_nothing_is_published_or_done_twice() throws Exception {
        try (Worker worker = worker(Map.of())) {
            bed.send(WorkerBed.complete(50, CommandMode.AUTO));
            results.await("complete-50", CommandState.APPLIED);
            awaitReady(worker);
        }
        try (Admin admin = Admin.create(bed.kafka())) {
            admin.deleteConsumerGroups(Set.of("licensewatch-worker")).all().get(30, TimeUnit.SECONDS);
        }
        try (Worker worker = worker(Map.of())) {
            for (int i = 40; i < 50; i++) {
                bed.send(WorkerBed.complete(i, CommandMode.AUTO));
                results.await("complete-" + i, CommandState.APPLIED);
            }
            assertThat(effects(50)).isEqualTo("1");
            awaitReady(worker);
        }
        results.comeOnce("lost offsets");
        assertThat(failures).isEmpty();
    }

    /** As after a point-in-time recovery. */
    @Test
    @Order(Integer.MAX_VALUE)
    void a_ledger_that_was_set_back_is_refused_until_somebody_says_how_to_go_on() throws Exception {
        try (Worker worker = worker(Map.of())) {
            bed.send(WorkerBed.complete(51, CommandMode.AUTO));
            results.await("complete-51", CommandState.APPLIED);
            awaitReady(worker);
        }
        bed.sql("CREATE TABLE ends AS SELECT * FROM licensewatch.partitions");
        bed.sql("UPDATE licensewatch.partitions SET seq = seq - 1");
        try (Worker worker = worker(Map.of())) {
            await("the end").atMost(Testbed.PATIENCE).until(() -> !failures.isEmpty());
            assertThat(failures.get(0))
                    .isInstanceOf(LedgerSetBackException.class)
                    .hasMessageContaining("set back");
            assertThat(worker.live()).anyMatch(check -> !check.check().isUp());
        }
        bed.sql("UPDATE licensewatch.partitions p SET seq = e.seq FROM ends e WHERE e.partition = p.partition");
        failures.clear();
        try (Worker worker = worker(Map.of())) {
            bed.send(WorkerBed.complete(52, CommandMode.AUTO));
            results.await("complete-52", CommandState.APPLIED);
            awaitReady(worker);
        }
        assertThat(failures).isEmpty();
    }

    /** The process itself, in a Kafka that has no topics yet. */
    @Test
    void a_worker_that_starts_before_its_topics_names_them_and_is_not_ready() throws Exception {
        Map<String, String> settings = new HashMap<>(bed.settings());
        settings.put("licensewatch.http.port", "0");
        Path log = Path.of("target", "failure", "worker-without-topics-" + System.nanoTime() + ".log");
        try (EmbeddedKafka bare = EmbeddedKafka.start(directory.resolve("bare"), 0)) {
            settings.put("licensewatch.kafka.bootstrap-servers", bare.bootstrapServers());
            try (AppProcess worker = AppProcess.start(AppProcess.WORKER, List.of("-Xmx256m"), settings, log)) {
                worker.awaitWord("waiting for topics " + Topics.COMMANDS);
                assertThat(worker.hasSaid("which stream-app creates")).isTrue();
                assertThat(ask(worker, "ready")).startsWith("503").contains("starting");
                assertThat(ask(worker, "live")).startsWith("200");

                try (TopicProvisioner streamApp = new TopicProvisioner(
                        Admin.create(Map.of("bootstrap.servers", bare.bootstrapServers())), "", 1)) {
                    streamApp.provision(Topics.defaults().publicTopics());
                }
                await("readiness")
                        .atMost(Testbed.PATIENCE)
                        .until(() -> ask(worker, "ready").startsWith("200"));
                assertThat(worker.stop()).isZero();
            }
        }
    }

    /** Status and text. */
    private static String ask(AppProcess process, String page) throws Exception {
        String address =
                process.said(Pattern.compile("http://127\\.0\\.0\\.1:\\d+")).orElseThrow();
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address + "/health/" + page))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    @Test
    void a_source_that_is_not_prepared_is_refused_with_what_prepares_it() {
        assertThatThrownBy(() -> worker(Map.of(
                                "licensewatch.postgres.url",
                                bed.superuserUrl().replaceFirst("/postgres$", "/template1")))
                        .close())
                .isInstanceOfSatisfying(
                        UnfitSourceException.class,
                        e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CHECKS_FAILED))
                .hasMessageContaining("prepare-worker --apply");
    }

    @Test
    void a_wrong_password_is_refused_as_a_login() {
        assertThatThrownBy(() -> worker(Map.of(
                                "licensewatch.postgres.url", bed.superuserUrl().replaceFirst(":[^:@/]+@", ":wrong@")))
                        .close())
                .isInstanceOfSatisfying(
                        UnfitSourceException.class,
                        e -> assertThat(e.exitCode()).isEqualTo(ExitCode.LOGIN_REFUSED));
    }
}
