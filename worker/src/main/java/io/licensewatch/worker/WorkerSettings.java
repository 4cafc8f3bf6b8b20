package io.licensewatch.worker;

import io.licensewatch.cdc.settings.CdcSettings;
import io.licensewatch.cdc.source.PostgresAddress;
import io.licensewatch.runtime.settings.CommonSettings;
import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.settings.Setting;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.runtime.settings.ValueType;
import io.licensewatch.worker.loop.LoopSettings;
import io.licensewatch.worker.mail.MailSettings;
import io.licensewatch.worker.webhook.WebhookSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The settings of the worker.
 *
 * @param given the source of these settings, which can be read again
 */
record WorkerSettings(
        LoopSettings loop,
        int threads,
        Duration lockTimeout,
        MailSettings mail,
        WebhookSettings webhook,
        Settings given) {
    public static final Setting<String> POSTGRES_USER = Setting.of(
                    "licensewatch.postgres.user", ValueType.STRING, "Role to log in as; prepare-worker creates it.")
            .defaultsTo("licensewatch_worker");
    public static final Setting<String> GROUP = Setting.of(
                    "licensewatch.worker.group",
                    ValueType.matching("[a-zA-Z0-9._-]+", "letters, digits, . _ and -"),
                    "Consumer group of all workers; their transactional ids begin with licensewatch.worker. and its name.")
            .defaultsTo("licensewatch-worker");
    public static final Setting<Optional<String>> INSTANCE_ID = Setting.of(
                    "licensewatch.worker.instance-id",
                    ValueType.matching("[a-zA-Z0-9._-]+", "letters, digits, . _ and -"),
                    "Name of this process in the group, for static membership: it keeps its partitions if it restarts within the session timeout. Without it they move at once.")
            .optional();
    public static final Setting<Integer> THREADS = Setting.of(
                    "licensewatch.worker.threads",
                    ValueType.intBetween(1, 64),
                    "Threads, each with a connection to Postgres and a share of the partitions.")
            .in("threads")
            .defaultsTo("2");
    public static final Setting<Duration> POLL_INTERVAL = Setting.of(
                    "licensewatch.worker.poll-interval",
                    ValueType.POSITIVE_DURATION,
                    "How often the worker checks Postgres for due commands while no record arrives.")
            .defaultsTo("1s");
    public static final Setting<Duration> LOCK_TIMEOUT = Setting.of(
                    "licensewatch.worker.lock-timeout",
                    ValueType.POSITIVE_DURATION,
                    "How long a command waits for a lock that the SaaS holds; then it is retried later.")
            .defaultsTo("5s");
    public static final Setting<Duration> STATEMENT_TIMEOUT = Setting.of(
                    "licensewatch.worker.statement-timeout",
                    ValueType.POSITIVE_DURATION,
                    "How long a command may run in Postgres, such as the refresh of a large view.")
            .defaultsTo("5m");
    public static final Setting<Duration> SESSION_TIMEOUT = Setting.of(
                    "licensewatch.worker.session-timeout",
                    ValueType.POSITIVE_DURATION,
                    "After this time without a heartbeat, the partitions of a process move to others.")
            .defaultsTo("10s");
    public static final Setting<Duration> TRANSACTION_TIMEOUT = Setting.of(
                    "licensewatch.worker.transaction-timeout",
                    ValueType.POSITIVE_DURATION,
                    "After this time Kafka aborts an open transaction of a dead process; its successor waits for that.")
            .defaultsTo("15s");
    public static final Setting<Integer> HTTP_PORT = CommonSettings.httpPort(8083);

    /** The address of the source. */
    static List<Setting<?>> source() {
        return List.of(
                CdcSettings.POSTGRES_URL,
                CdcSettings.POSTGRES_HOST,
                CdcSettings.POSTGRES_PORT,
                CdcSettings.POSTGRES_DATABASE,
                POSTGRES_USER,
                CdcSettings.POSTGRES_PASSWORD,
                CdcSettings.POSTGRES_SSLMODE,
                CdcSettings.POSTGRES_SSLROOTCERT);
    }

    static List<Setting<?>> all() {
        return Stream.of(
                        source(),
                        List.<Setting<?>>of(
                                CdcSettings.POSTGRES_ADMIN_URL,
                                GROUP,
                                INSTANCE_ID,
                                THREADS,
                                POLL_INTERVAL,
                                LOCK_TIMEOUT,
                                STATEMENT_TIMEOUT,
                                SESSION_TIMEOUT,
                                TRANSACTION_TIMEOUT),
                        MailSettings.all(),
                        WebhookSettings.all(),
                        CommonSettings.kafka(),
                        CommonSettings.topics(),
                        List.<Setting<?>>of(CommonSettings.HTTP_HOST, HTTP_PORT))
                .flatMap(List::stream)
                .toList();
    }

    static WorkerSettings of(Settings settings) {
        CommonSettings.kafkaProperties(settings); // an incomplete login is rejected at the start
        Optional<String> name = settings.get(INSTANCE_ID);
        LoopSettings loop = new LoopSettings(
                CommonSettings.topics(settings),
                settings.get(GROUP),
                name.orElseGet(() -> UUID.randomUUID().toString()),
                name.isPresent(),
                settings.get(POLL_INTERVAL),
                settings.get(STATEMENT_TIMEOUT),
                settings.get(SESSION_TIMEOUT),
                settings.get(TRANSACTION_TIMEOUT));
        return new WorkerSettings(
                loop,
                settings.get(THREADS),
                settings.get(LOCK_TIMEOUT),
                MailSettings.of(settings),
                WebhookSettings.of(settings),
                settings);
    }

    PostgresAddress postgresNow() {
        return CdcSettings.address(now());
    }

    Map<String, Object> kafkaNow() {
        return CommonSettings.kafkaProperties(now());
    }

    /** The settings with the present content of the secret files; unchanged if the files cannot be read. */
    private Settings now() {
        try {
            return given.reread();
        } catch (ConfigurationException e) {
            return given;
        }
    }
}
