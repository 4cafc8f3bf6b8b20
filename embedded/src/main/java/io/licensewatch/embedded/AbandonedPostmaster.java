package io.licensewatch.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a killed owner leaves in a cluster's directory: {@code postmaster.pid} and, as the server is a process of its own,
 * perhaps a server that still runs. Postgres refuses to start beside either.
 */
record AbandonedPostmaster(Path pidFile) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    static AbandonedPostmaster in(Path directory) {
        return new AbandonedPostmaster(directory.resolve("postmaster.pid"));
    }

    /** Only for the holder of the directory's lock: a server that still runs there has no owner. */
    void end() {
        if (!Files.exists(pidFile)) {
            return;
        }
        runningServer().ifPresent(AbandonedPostmaster::stop);
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + pidFile, e);
        }
    }

    private Optional<ProcessHandle> runningServer() {
        try {
            List<String> lines = Files.readAllLines(pidFile);
            return lines.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(lines.get(0).trim())).filter(AbandonedPostmaster::isPostgres);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Process ids are used again: the number alone does not say that it is a Postgres. */
    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().filter(c -> c.contains("postgres")).isPresent();
    }

    private static void stop(ProcessHandle server) {
        List<ProcessHandle> all = server.descendants().toList();
        server.destroy();
        if (!ended(server)) {
            server.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
            ended(server);
        }
    }

    private static boolean ended(ProcessHandle process) {
        CompletableFuture<ProcessHandle> exit = process.onExit();
        try {
            exit.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
