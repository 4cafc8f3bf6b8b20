package io.licensewatch.local.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.licensewatch.local.DifferentialRun;
import io.licensewatch.local.Testbed;
import io.licensewatch.runtime.process.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** cdc, a second cdc at times, and stream-app: processes that are killed and started again, and how often they were. */
final class KillableApps implements AutoCloseable {
    static final String SLOT = "licensewatch";
    static final int HEAP = 768; // MB
    private static final int MOST_ENDS = 3;
    private static final Pattern HTTP = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

    private final String name;
    private final Map<String, String> cdcSettings;
    private final Map<String, String> streamSettings;
    private final int cdcHeap;

    private @Nullable SettableClock clock;

    private @Nullable AppProcess cdc;
    private @Nullable AppProcess standby;
    private @Nullable AppProcess streams;
    private int starts;

    private int killsOfCdc;
    private int killsOfStreams;
    private int killsOfBoth;
    private int ends;

    /**
     * @param name of their logs
     * @param source URL of Postgres
     * @param directory for state, and what is ours
     * @param cdcHeap in MB
     */
    KillableApps(
            String name,
            String source,
            String bootstrapServers,
            Path directory,
            Map<String, String> cdcSettings,
            int cdcHeap) {
        this.name = name;
        this.cdcHeap = cdcHeap;
        this.cdcSettings = new HashMap<>(Map.of(
                "licensewatch.postgres.url", source,
                "licensewatch.postgres.slot", SLOT,
                "licensewatch.kafka.bootstrap-servers", bootstrapServers,
                "licensewatch.http.port", "0"));
        this.cdcSettings.putAll(cdcSettings);
        this.streamSettings = new HashMap<>(Map.of(
                "licensewatch.kafka.bootstrap-servers",
                bootstrapServers,
                "licensewatch.streams.state-dir",
                directory.resolve("streams").toString(),
                "licensewatch.http.port",
                "0",
                // a process that was killed keeps its tasks for so long
                "licensewatch.streams.session-timeout",
                "6s"));
        this.streamSettings.putAll(DifferentialRun.SETTINGS);
    }

    /** Of the machines of what is started from now on. */
    void seeClock(SettableClock seen) {
        clock = seen;
    }

    private List<String> jvm(int heap) {
        String limit = "-Xmx" + heap + "m";
        return clock == null ? List.of(limit) : List.of(limit, clock.jvmOption());
    }

    void startCdc() throws IOException {
        cdc = newCdc();
    }

    /** A second cdc; returns when it waits for the slot, which the first one reads. */
    void startStandby() throws IOException {
        AppProcess started = newCdc();
        standby = started;
        await(name + ": a standby").atMost(Testbed.PATIENCE).until(() -> started.hasSaid("state=\"STANDBY\""));
    }

    private AppProcess newCdc() throws IOException {
        return AppProcess.start(AppProcess.CDC, jvm(cdcHeap), cdcSettings, log("cdc"));
    }

    void startStreams() throws IOException {
        streams = AppProcess.start(AppProcess.STREAM_APP, jvm(HEAP), streamSettings, log("stream-app"));
    }

    /** SIGTERM. */
    void stopStreams() {
        assertThat(streams().stop()).as("%s: exit code", name).isZero();
        streams = null;
    }

    /** For each start of stream-app from now on. */
    void streamSetting(String setting, String value) {
        streamSettings.put(setting, value);
    }

    /** Of stream-app, on this machine. */
    Path stateDirectory() {
        return Path.of(streamSettings.getOrDefault("licensewatch.streams.state-dir", ""));
    }

    /** It ends by itself and says that its state is not fit; then it is reset. */
    void streamsAreRefused(String why) throws IOException {
        startStreams();
        assertThat(streams().end()).as("%s: exit code", name).isEqualTo(ExitCode.CHECKS_FAILED);
        assertThat(streams().said(Pattern.compile(".*licensewatch streams reset.*")))
                .as("%s: the line", name)
                .hasValueSatisfying(line -> assertThat(line).contains(why));
        streams = null;
    }

    /** As an operator does. */
    void resetStreams() throws IOException {
        List<String> command = new ArrayList<>(AppProcess.STREAM_APP);
        command.addAll(List.of("reset", "--yes"));
        try (AppProcess reset = AppProcess.start(command, jvm(HEAP), streamSettings, log("reset"))) {
            assertThat(reset.end()).as("%s: exit code of reset", name).isZero();
        }
    }

    Path log(String app) {
        return Path.of("target", "failure", name + "-" + starts++ + "-" + app + ".log");
    }

    /** What cdc reports to an operator now; metrics or health. */
    String cdcPage(String page) throws IOException, InterruptedException {
        return page(cdc(), page);
    }

    private static String page(AppProcess app, String page) throws IOException, InterruptedException {
        String address = app.said(HTTP).orElseThrow();
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + page)).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Writes what both report to an operator now next to their logs, to find out why they are late. */
    Path pages() {
        Path file = log("pages");
        StringBuilder pages = new StringBuilder();
        for (AppProcess app : running()) {
            for (String page : List.of("/health/ready", "/metrics")) {
                try {
                    pages.append(page(app, page)).append('\n');
                } catch (IOException e) {
                    pages.append(page).append(": ").append(e).append('\n');
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
        try {
            return Files.writeString(file, pages);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<AppProcess> running() {
        return streams == null ? List.of(cdc()) : List.of(cdc(), streams);
    }

    /** Of a stream-app. */
    Map<String, String> streamSettings() {
        return Map.copyOf(streamSettings);
    }

    AppProcess cdc() {
        return Objects.requireNonNull(cdc, "started");
    }

    AppProcess streams() {
        return Objects.requireNonNull(streams, "started");
    }

    /** The standby, if there is one, is the one that is meant from now on. */
    void killCdc() {
        cdc().kill();
        killsOfCdc++;
        cdc = standby;
        standby = null;
    }

    void killStreams() {
        streams().kill();
        killsOfStreams++;
    }

    void killBoth() {
        streams().kill();
        cdc().kill();
        killsOfBoth++;
    }

    /** Both end by themselves, for the same reason. */
    void endSaying(String why) {
        cdc().endsSaying(why);
        streams().endsSaying(why);
    }

    /** As a supervisor does. A process that ends again and again is a failure. */
    void startWhatHasEnded() {
        try {
            if (!cdc().isAlive()) {
                ends++;
                startCdc();
            }
            if (streams != null && !streams.isAlive()) {
                ends++;
                startStreams();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(ends).as("%s: ends", name).isLessThanOrEqualTo(MOST_ENDS);
    }

    void live() {
        assertThat(cdc().isAlive()).as("%s: cdc lives", name).isTrue();
        assertThat(streams == null || streams.isAlive())
                .as("%s: stream-app lives", name)
                .isTrue();
    }

    String killsSurvived() {
        return "kills survived: " + killsOfCdc + " cdc, " + killsOfStreams + " stream-app, " + killsOfBoth + " both; "
                + ends + " ended by themselves";
    }

    @Override
    public void close() {
        for (AppProcess app : new AppProcess[] {streams, standby, cdc}) {
            if (app != null) {
                app.close();
            }
        }
    }
}
