package io.licensewatch.local.failure;

import io.licensewatch.embedded.EmbeddedKafka;
import io.licensewatch.embedded.EmbeddedPostgres16;
import io.licensewatch.local.WorkerSource;
import io.licensewatch.local.demo.SampleDatabase;
import io.licensewatch.runtime.topics.TopicProvisioner;
import io.licensewatch.schemas.ContractValidator;
import io.licensewatch.schemas.action.ActionKind;
import io.licensewatch.schemas.action.OperatorAction;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.CommandMode;
import io.licensewatch.schemas.command.CommandOrigin;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.json.JsonCodec;
import io.licensewatch.schemas.result.RemediationResult;
import io.licensewatch.schemas.topic.RecordHeaders;
import io.licensewatch.schemas.topic.TopicSpec;
import io.licensewatch.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A Postgres and a Kafka for a worker. Of each tenant {@code i} the onboarding lacks nothing but its flag, and a trigger notes each
 * time that it is set.
 */
final class WorkerBed implements AutoCloseable {
    private final Path directory;
    private final int postgresPort;
    private final int kafkaPort;
    private final String workerUrl;
    private EmbeddedPostgres16 postgres;
    private EmbeddedKafka kafka;
    private KafkaProducer<byte[], byte[]> producer;

    WorkerBed(Path directory, int tenants) throws Exception {
        this.directory = directory;
        this.postgres = EmbeddedPostgres16.start(directory.resolve("postgres"), 0);
        this.postgresPort = postgres.port();
        try (Connection connection = postgres.connect()) {
            SampleDatabase.createIn(connection);
            this.workerUrl = WorkerSource.prepared(postgres, connection).url();
        }
        sql("INSERT INTO tenants (id, name) SELECT md5('worker ' || i)::uuid, 'Tenant ' || i FROM generate_series(0, "
                + (tenants - 1) + ") i");
        sql("INSERT INTO onboarding_progress (tenant_id, current_step, completed_steps)"
                + " SELECT md5('worker ' || i)::uuid, 'complete', '{welcome,complete}' FROM generate_series(0, "
                + (tenants - 1)
                + ") i");
        sql(
                "INSERT INTO roles (id, tenant_id, name) SELECT md5('admin ' || i)::uuid, md5('worker ' || i)::uuid, 'admin'"
                        + " FROM generate_series(0, " + (tenants - 1) + ") i");
        sql("INSERT INTO user_roles (tenant_id, role_id) SELECT tenant_id, id FROM roles WHERE name = 'admin'");
        sql("CREATE TABLE effects (tenant_id uuid, at timestamptz DEFAULT clock_timestamp())");
        sql("CREATE FUNCTION note_effect() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " INSERT INTO public.effects (tenant_id) VALUES (NEW.tenant_id); RETURN NEW; END $$");
        sql(
                "CREATE TRIGGER note_effect AFTER UPDATE ON onboarding_progress FOR EACH ROW EXECUTE FUNCTION note_effect()");
        sql("UPDATE licensewatch.limits SET tenants_per_hour = 100000, tenants_percent = 100, at_once = 1000,"
                + " per_tenant_day = 1000");
        this.kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
        this.kafkaPort = kafka.port();
        provision();
        this.producer = producer();
    }

    private void provision() throws InterruptedException {
        List<TopicSpec> topics = Topics.defaults().publicTopics();
        try (TopicProvisioner provisioner = new TopicProvisioner(Admin.create(kafka()), kafka.bootstrapServers(), 1)) {
            provisioner.provision(topics);
        }
    }

    static String tenant(int i) {
        byte[] name = ("worker " + i).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] md5 = MessageDigest.getInstance("MD5").digest(name);
            ByteBuffer bytes = ByteBuffer.wrap(md5);
            return new UUID(bytes.getLong(), bytes.getLong()).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sets the flag of tenant {@code i}. */
    static RemediationCommand complete(int i, CommandMode mode) {
        return command(
                "complete-" + i,
                CommandKind.ISSUE,
                CommandType.MARK_ONBOARDING_COMPLETE,
                tenant(i),
                mode,
                Map.of("currentStep", "complete"));
    }

    /** Has the SaaS run the onboarding of tenant {@code i} again, by a webhook. */
    static RemediationCommand rerun(int i) {
        return command(
                "rerun-" + i,
                CommandKind.ISSUE,
                CommandType.RERUN_ONBOARDING_STEP,
                tenant(i),
                CommandMode.AUTO,
                Map.of(),
                Map.of("step", "complete"));
    }

    /** Writes to the administrator of tenant {@code i}. */
    static RemediationCommand notify(int i) {
        return command(
                "notify-" + i,
                CommandKind.ISSUE,
                CommandType.NOTIFY_TENANT_ADMIN,
                tenant(i),
                CommandMode.AUTO,
                Map.of(),
                Map.of("stage", "EXPIRED", "coveredUntil", "2026-04-01T00:00:00Z"));
    }

    static RemediationCommand command(
            String id, CommandKind kind, CommandType type, String tenant, CommandMode mode, Map<String, Object> guard) {
        return command(id, kind, type, tenant, mode, guard, Map.of());
    }

    private static RemediationCommand command(
            String id,
            CommandKind kind,
            CommandType type,
            String tenant,
            CommandMode mode,
            Map<String, Object> guard,
            Map<String, Object> parameters) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new RemediationCommand(
                id,
                kind,
                type,
                tenant,
                "onboarding",
                new HashMap<>(parameters),
                "alert-" + id,
                "alert-" + id + ":1:1",
                "Do it.",
                mode,
                List.of(),
                1,
                now,
                now.plus(Duration.ofHours(6)),
                new HashMap<>(guard),
                null,
                RemediationCommand.DEFAULT_MAX_ROWS,
                0,
                null,
                null,
                1,
                CommandOrigin.RULE);
    }

    void send(RemediationCommand command) {
        send(
                Topics.COMMANDS,
                command.tenantId(),
                JsonCodec.COMMAND.encode(command),
                Map.of(
                        RecordHeaders.TENANT, command.tenantId(),
                        RecordHeaders.TYPE, command.type().name(),
                        RecordHeaders.KIND, command.kind().name()));
    }

    /** A person approves the plan that was published. */
    void approve(RemediationResult waiting, String by) {
        RemediationResult.Plan plan = Objects.requireNonNull(waiting.plan());
        send(new OperatorAction(
                "approve-" + waiting.resultId().replace(':', '-') + "-" + by,
                ActionKind.APPROVE,
                waiting.tenantId(),
                waiting.commandId(),
                plan.planHash(),
                null,
                null,
                null,
                by,
                Instant.now()));
    }

    /** A person holds back the commands of a tenant, or of all. */
    void pause(String actionId, ActionKind kind, String tenantId) {
        send(new OperatorAction(
                actionId, kind, tenantId, null, null, "to check first", null, null, "ada", Instant.now()));
    }

    void send(OperatorAction action) {
        send(
                Topics.ACTIONS,
                action.tenantId(),
                JsonCodec.ACTION.encode(action),
                Map.of(
                        RecordHeaders.TENANT,
                        action.tenantId(),
                        RecordHeaders.KIND,
                        action.kind().name()));
    }

    /** Anything. */
    void send(String topic, String key, byte[] value, Map<String, String> headers) {
        if (!headers.isEmpty()) {
            ContractValidator.validate(topic, key.getBytes(StandardCharsets.UTF_8), value, headers);
        }
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(kafka(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** Of a worker. */
    Map<String, String> settings() {
        return Map.of(
                "licensewatch.postgres.url", workerUrl,
                "licensewatch.kafka.bootstrap-servers", kafka.bootstrapServers(),
                "licensewatch.worker.poll-interval", "100ms",
                "licensewatch.worker.session-timeout", "6s",
                "licensewatch.worker.transaction-timeout", "6s");
    }

    String superuserUrl() {
        return postgres.url();
    }

    void sql(String statement) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }

    String ask(String query) throws SQLException {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }

    /** As if what a worker left in the middle had waited for its minute. */
    void timePassesForWhatWasSent() throws SQLException {
        sql("UPDATE licensewatch.ledger SET next_attempt_at = clock_timestamp() WHERE state = 'EXECUTING'");
    }

    void stopPostgres() {
        postgres.close();
    }

    void startPostgres() {
        postgres = EmbeddedPostgres16.start(directory.resolve("postgres"), postgresPort);
    }

    void stopKafka() {
        producer.close(Duration.ZERO);
        kafka.close();
    }

    void startKafka() {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), kafkaPort);
        producer = producer();
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        kafka.close();
        postgres.close();
    }
}
