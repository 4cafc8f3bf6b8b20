package io.licensewatch.local;

import io.licensewatch.embedded.EmbeddedStartException;
import io.licensewatch.embedded.Ports;
import io.licensewatch.local.demo.MadeUpSaas;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a local stack is to be.
 *
 * @param dataDirectory where its state stays; null for a temporary place
 * @param postgresPort of the embedded Postgres; null for the usual one or, when that is taken, any; 0 for any
 * @param kafkaPort likewise
 * @param httpPort likewise
 * @param consolePort likewise
 * @param sourceUrl the database to watch instead of an embedded one; null for the embedded one
 * @param worker whether commands are carried out
 * @param streamSettings further settings of stream-app, by full name
 * @param saas what the worker reaches outside the database; null for nothing
 */
record LocalOptions(
        @Nullable Path dataDirectory,
        @Nullable Integer postgresPort,
        @Nullable Integer kafkaPort,
        @Nullable Integer httpPort,
        @Nullable Integer consolePort,
        @Nullable String sourceUrl,
        boolean worker,
        Map<String, String> streamSettings,
        @Nullable MadeUpSaas saas) {
    private static final int USUAL_POSTGRES_PORT = 54329;
    private static final int USUAL_KAFKA_PORT = 9092;
    private static final int USUAL_HTTP_PORT = 8080;
    private static final int USUAL_CONSOLE_PORT = 8090;

    LocalOptions {
        streamSettings = Map.copyOf(streamSettings);
    }

    LocalOptions(
            @Nullable Path dataDirectory,
            @Nullable Integer postgresPort,
            @Nullable Integer kafkaPort,
            @Nullable Integer httpPort,
            @Nullable Integer consolePort,
            @Nullable String sourceUrl,
            boolean worker,
            Map<String, String> streamSettings) {
        this(dataDirectory, postgresPort, kafkaPort, httpPort, consolePort, sourceUrl, worker, streamSettings, null);
    }

    /** With a worker that works for this SaaS. */
    static LocalOptions temporary(Map<String, String> streamSettings, MadeUpSaas saas) {
        return new LocalOptions(null, null, null, null, null, null, true, streamSettings, saas);
    }

    int choosePostgresPort() {
        return choose(postgresPort, USUAL_POSTGRES_PORT, "--postgres-port");
    }

    int chooseKafkaPort() {
        return choose(kafkaPort, USUAL_KAFKA_PORT, "--kafka-port");
    }

    int chooseHttpPort() {
        return choose(httpPort, USUAL_HTTP_PORT, "--http-port");
    }

    int chooseConsolePort() {
        return choose(consolePort, USUAL_CONSOLE_PORT, "--console-port");
    }

    private static int choose(@Nullable Integer wanted, int usual, String flag) {
        if (wanted == null) {
            return Ports.freePreferably(usual);
        }
        if (wanted == 0) {
            return Ports.free();
        }
        if (!Ports.isFree(wanted)) {
            throw new EmbeddedStartException("port " + wanted + " is taken by another process; choose another with "
                    + flag + " (0 takes any free one)");
        }
        return wanted;
    }

    /** The source may hold a password. */
    @Override
    public String toString() {
        return "LocalOptions[" + dataDirectory + ", " + postgresPort + ", " + kafkaPort + ", " + httpPort + "]";
    }
}
