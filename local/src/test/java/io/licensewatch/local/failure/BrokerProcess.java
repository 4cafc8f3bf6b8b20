package io.licensewatch.local.failure;

import io.licensewatch.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The broker in a JVM of its own: it ends itself when it cannot write any more. */
final class BrokerProcess {
    static final String READY = "the broker is ready";

    private BrokerProcess() {}

    /** {@code DIRECTORY PORT [SETTING=VALUE]...}; runs until it is ended. */
    @SuppressWarnings("resource") // its process ends with it
    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> further = new HashMap<>();
        for (String setting : List.of(arguments).subList(2, arguments.length)) {
            int end = setting.indexOf('=');
            further.put(setting.substring(0, end), setting.substring(end + 1));
        }
        EmbeddedKafka.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]), further);
        System.out.println(READY);
        Thread.currentThread().join();
    }
}
