package io.licensewatch.local.failure;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The clock of a machine, as those processes see it that were started with its option. */
final class SettableClock {
    private final Path agent;
    private final Path time;

    /** @param name of it, in a directory that may have several */
    SettableClock(Path directory, String name) throws IOException {
        agent = directory.resolve(name + "-clock.jar");
        time = directory.resolve(name + "-clock");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", SetClock.class.getName());
        try (OutputStream out = Files.newOutputStream(agent)) {
            new JarOutputStream(out, manifest).close(); // the class itself is on the class path
        }
        set(Duration.ZERO);
    }

    String jvmOption() {
        return "-javaagent:" + agent + "=" + time;
    }

    /** @param ahead of the true time */
    void set(Duration ahead) throws IOException {
        Path whole = time.resolveSibling(time.getFileName() + ".new");
        Files.writeString(whole, Long.toString(ahead.toMillis()));
        Files.move(whole, time, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
