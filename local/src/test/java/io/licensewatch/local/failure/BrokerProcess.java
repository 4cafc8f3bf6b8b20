package io.licensewatch.local.failure;

import io.licensewatch.local.embedded.EmbeddedKafka;
import java.nio.file.Path;

/** The broker in a JVM of its own: it ends itself when it cannot write any more. */
final class BrokerProcess {
    private BrokerProcess() {}

    /** {@code DIRECTORY PORT}; runs until it is ended. */
    @SuppressWarnings("resource") // its process ends with it
    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedKafka.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
        Thread.currentThread().join();
    }
}
