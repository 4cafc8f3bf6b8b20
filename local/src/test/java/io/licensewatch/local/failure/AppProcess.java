package io.licensewatch.local.failure;

import io.licensewatch.cdc.CdcMain;
import io.licensewatch.streams.StreamsMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One of the apps in a JVM of its own, as in production, so that it can be killed. */
final class AppProcess implements AutoCloseable {
    static final List<String> CDC = List.of(CdcMain.class.getName(), "cdc");
    static final List<String> STREAM_APP = List.of(StreamsMain.class.getName());

    private static final long ENDS_WITHIN_SECONDS = 20;

    private final Process process;
    private final Path log;
    private final Thread atExit;

    private AppProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit); // when the test itself is broken off
    }

    /**
     * @param settings by full name
     * @param heap in MB
     * @param log what the process says is appended to it
     */
    static AppProcess start(List<String> command, int heap, Map<String, String> settings, Path log) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // it lives for seconds
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        line.addAll(command);
        Files.createDirectories(log.toAbsolutePath().getParent());
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        settings.forEach((name, value) ->
                builder.environment().put(name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), value));
        return new AppProcess(builder.start(), log);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Whether a line of its log has all of these words. */
    boolean hasSaid(String... words) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.anyMatch(line -> Stream.of(words).allMatch(line::contains));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        process.onExit().orTimeout(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS).join();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    @Override
    public void close() {
        if (isAlive()) {
            kill();
        }
    }
}
