package io.licensewatch.local.failure;

import io.licensewatch.cdc.CdcMain;
import io.licensewatch.streams.StreamsMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One of the apps in a JVM of its own, as in production, so that it can be killed. */
final class AppProcess implements AutoCloseable {
    static final List<String> CDC = List.of(CdcMain.class.getName(), "cdc");
    static final List<String> STREAM_APP = List.of(StreamsMain.class.getName());

    private static final long ENDS_WITHIN_SECONDS = 20;

    private final Process process;
    private final Thread atExit;

    private AppProcess(Process process) {
        this.process = process;
        this.atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit); // when the test itself is broken off
    }

    /**
     * @param settings by full name
     * @param log what the process says is appended to it
     */
    static AppProcess start(List<String> command, Map<String, String> settings, Path log) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
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
        return new AppProcess(builder.start());
    }

    boolean isAlive() {
        return process.isAlive();
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
