package io.licensewatch.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs an embedded server in another JVM, lets it write something and kills that JVM with SIGKILL. */
record KilledProcess(Path directory) implements AutoCloseable {
    private static final String READY = "ready";

    static KilledProcess start(String server, Path directory) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledProcess.class.getName(),
                        server,
                        directory.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            if (!READY.equals(line)) {
                throw new IllegalStateException("the " + server + " process did not get ready, it said: " + line);
            }
        } finally {
            process.destroyForcibly();
            process.waitFor(20, TimeUnit.SECONDS);
        }
        return new KilledProcess(directory);
    }

    /** Ends what the killed process may have left running. */
    @Override
    public void close() {
        AbandonedPostmaster.in(directory.resolve("postgres")).end();
    }

    /** The other JVM: {@code kafka|postgres DIRECTORY}. It never ends by itself. */
    @SuppressWarnings("resource") // to be killed with everything open is what it is for
    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[1]);
        switch (args[0]) {
            case "kafka" -> {
                EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0);
                EmbeddedKafkaIT.createNotes(kafka);
                EmbeddedKafkaIT.write(kafka, "before the kill");
            }
            case "postgres" ->
                EmbeddedPostgres16IT.note(
                        EmbeddedPostgres16.start(directory.resolve("postgres"), 0), "before the kill");
            default -> throw new IllegalArgumentException(args[0]);
        }
        System.out.println(READY);
        Thread.currentThread().join();
    }
}
