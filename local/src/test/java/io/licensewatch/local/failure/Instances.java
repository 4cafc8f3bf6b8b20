package io.licensewatch.local.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.licensewatch.local.Testbed;
import io.licensewatch.runtime.process.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Several instances of one stream-app, each with a name and a state directory of its own, as a StatefulSet runs them. */
final class Instances implements AutoCloseable {
    static final int COUNT = 3;
    private static final String HEAP = "-Xmx384m";
    private static final Pattern KAFKA_TOO_SLOW =
            Pattern.compile("Kafka did not answer in time|was stopped for longer");
    private static final int MOST_ENDS = 3;
    private static final String RUNNING = "to=\"RUNNING\"";

    private final KillableApps apps;
    private final Path directory;
    private final List<AppProcess> running = new ArrayList<>();
    private int ends;

    Instances(KillableApps apps, Path directory) {
        this.apps = apps;
        this.directory = directory;
    }

    /** All of them, which then have tasks. */
    void start() throws IOException {
        for (int i = 0; i < COUNT; i++) {
            running.add(process(i));
        }
    }

    private AppProcess process(int instance) throws IOException {
        Map<String, String> settings = new HashMap<>(apps.streamSettings());
        settings.putAll(Map.of(
                "licensewatch.streams.state-dir",
                directory.resolve("streams-" + instance).toString(),
                "licensewatch.streams.instance-id",
                "instance-" + instance,
                "licensewatch.streams.standby-replicas",
                "1",
                "licensewatch.streams.threads",
                "1",
                "licensewatch.streams.session-timeout",
                "6s",
                "licensewatch.streams.transaction-timeout",
                "10s"));
        return AppProcess.start(AppProcess.STREAM_APP, List.of(HEAP), settings, apps.log("instance-" + instance));
    }

    /** Stopped and started again. */
    void restart(int instance) throws IOException {
        assertThat(running.get(instance).stop()).as("exit code").isZero();
        startAgain(instance);
    }

    void kill(int instance) {
        running.get(instance).kill();
    }

    /** Returns when it runs. */
    void startAgain(int instance) throws IOException {
        AppProcess started = process(instance);
        running.set(instance, started);
        started.awaitWord(RUNNING);
    }

    /** As an orchestrator does with an instance that gave up on Kafka. Any other end is a failure, and so are many. */
    void startWhatHasEnded() {
        for (int i = 0; i < running.size(); i++) {
            AppProcess instance = running.get(i);
            if (instance.isAlive() || instance.wasEnded()) {
                continue;
            }
            ends++;
            assertThat(instance.end()).as("%s: exit code", instance).isEqualTo(ExitCode.FAILED);
            assertThat(instance.said(KAFKA_TOO_SLOW))
                    .as("%s: why it ended", instance)
                    .isPresent();
            assertThat(ends).as("instances that ended by themselves").isLessThanOrEqualTo(MOST_ENDS);
            try {
                running.set(i, process(i));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    int ends() {
        return ends;
    }

    /** Since the members of the group are known by name, all of them have to be there before work is shared out. */
    void awaitRunning() {
        for (AppProcess instance : running) {
            await("an instance runs").atMost(Testbed.PATIENCE).until(() -> instance.hasSaid(RUNNING));
        }
    }

    @Override
    public void close() {
        running.forEach(AppProcess::close);
    }
}
