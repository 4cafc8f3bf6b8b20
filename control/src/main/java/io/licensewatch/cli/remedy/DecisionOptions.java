package io.licensewatch.cli.remedy;

import io.licensewatch.cli.KafkaAccess;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command has that writes a decision. */
final class DecisionOptions {
    @Option(
            names = "--by",
            paramLabel = "NAME",
            description =
                    "Who decides, for the record. Default: the user of the Kafka login, else that of this machine.")
    private @Nullable String by;

    @Option(
            names = "--no-wait",
            description = "End once the decision is written. Otherwise what becomes of it is printed for 30 s at most.")
    private boolean noWait;

    String by(KafkaAccess kafka) {
        return by == null ? kafka.user().orElseGet(() -> System.getProperty("user.name", "unknown")) : by;
    }

    /** Zero for not at all. */
    Duration patience() {
        return noWait ? Duration.ZERO : Duration.ofSeconds(30);
    }
}
