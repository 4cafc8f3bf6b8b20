package io.licensewatch.cli.remedy;

import io.licensewatch.cli.KafkaAccess;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that writes a decision. */
final class DecisionOptions {
    @Option(
            names = "--by",
            paramLabel = "NAME",
            description =
                    "Who decides, for the record. Default: the user of the Kafka login, else that of this machine.")
    private @Nullable String by;

    @Option(
            names = "--no-wait",
            description = "Exit once the decision is written. Otherwise its result is printed, for at most 30 s.")
    private boolean noWait;

    String by(KafkaAccess kafka) {
        return by == null ? kafka.user().orElseGet(() -> System.getProperty("user.name", "unknown")) : by;
    }

    /** Zero if the command does not wait. */
    Duration patience() {
        return noWait ? Duration.ZERO : Duration.ofSeconds(30);
    }
}
