package io.licensewatch.local.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.licensewatch.cdc.CdcMain;
import io.licensewatch.local.Testbed;
import io.licensewatch.streams.StreamsMain;
import io.licensewatch.worker.WorkerMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One of the apps in a JVM of its own, as in production, so that it can be killed. */
final class AppProcess implements AutoCloseable {
    static final List<String> CDC = List.of(CdcMain.class.getName(), "cdc");
    static final List<String> STREAM_APP = List.of(StreamsMain.class.getName());

    static final List<String> WORKER = List.of(WorkerMain.class.getName(), "worker");

    private static final List<String> BROKER_JVM = List.of("-Xmx768m");

    private static final int SHELL_BLOCK = 512; // POSIX; some shells take it for 1,024

    private static final long ENDS_WITHIN_SECONDS = 20;

    private final Process process;
    private final Path log;
    private final Thread atExit;
    private boolean ended;

    private AppProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit); // when the test itself is broken off
    }

    /**
     * @param settings by full name
     * @param jvm options of the JVM
     * @param log what the process says is appended to it
     */
    static AppProcess start(List<String> command, List<String> jvm, Map<String, String> settings, Path log)
            throws IOException {
        List<String> line = new ArrayList<>(java(jvm));
        line.addAll(command);
        return start(line, settings, log);
    }

    /**
     * A broker whose disk has room for no file of more than so many bytes, about: what it gets when it writes more is an error
     * of writing, as from a disk that is full.
     */
    static AppProcess startBroker(Path directory, int port, long mostBytes, Path log) throws IOException {
        List<String> line = new ArrayList<>(
                List.of("sh", "-c", "ulimit -f " + mostBytes / SHELL_BLOCK + " && exec \"$@\"", "limited"));
        line.addAll(java(BROKER_JVM));
        line.addAll(broker(directory, port));
        return start(line, Map.of(), log);
    }

    /**
     * A broker whose clock can be set.
     *
     * @param further settings of it; they win
     */
    static AppProcess startBroker(Path directory, int port, SettableClock clock, List<String> further, Path log)
            throws IOException {
        List<String> jvm = new ArrayList<>(BROKER_JVM);
        jvm.add(clock.jvmOption());
        List<String> command = new ArrayList<>(broker(directory, port));
        command.addAll(further);
        return start(command, jvm, Map.of(), log);
    }

    private static List<String> broker(Path directory, int port) {
        return List.of(BrokerProcess.class.getName(), directory.toString(), Integer.toString(port));
    }

    private static List<String> java(List<String> options) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(options);
        line.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // it lives for seconds
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        return line;
    }

    private static AppProcess start(List<String> line, Map<String, String> settings, Path log) throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        settings.forEach((name, value) ->
                builder.environment().put(name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), value));
        return new AppProcess(builder.start(), log);
    }

    /** By us. */
    boolean wasEnded() {
        return ended;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** By itself. */
    void endsSaying(String why) {
        await("the end: " + log).atMost(Testbed.PATIENCE).until(() -> !isAlive());
        assertThat(hasSaid(why)).as("%s: %s", log, why).isTrue();
    }

    /** Until it has said it. */
    void awaitWord(String words) {
        await(log + ": " + words).atMost(Testbed.PATIENCE).until(() -> {
            boolean alive = isAlive();
            boolean said = hasSaid(words);
            assertThat(alive || said).as("%s: ended without: %s", log, words).isTrue();
            return said;
        });
    }

    /** Whether its log has it in a line. */
    boolean hasSaid(String words) {
        return said(Pattern.compile(Pattern.quote(words))).isPresent();
    }

    /** The first such place in its log. */
    Optional<String> said(Pattern pattern) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.map(pattern::matcher)
                    .filter(Matcher::find)
                    .map(Matcher::group)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL. */
    void kill() {
        ended = true;
        process.destroyForcibly();
        process.onExit().orTimeout(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS).join();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    /** SIGTERM; returns the exit code. */
    int stop() {
        ended = true;
        process.destroy();
        Process ended = process.onExit()
                .orTimeout(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)
                .join();
        Runtime.getRuntime().removeShutdownHook(atExit);
        return ended.exitValue();
    }

    /** By itself; returns the exit code. */
    int end() {
        await("the end: " + log).atMost(Testbed.PATIENCE).until(() -> !isAlive());
        return process.exitValue();
    }

    /** It stands still, as in a container that is paused. */
    void standStill() throws IOException, InterruptedException {
        signal("STOP");
    }

    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).as("kill -%s", name).isZero();
    }

    @Override
    public void close() {
        if (isAlive()) {
            kill();
        }
    }
}
