package io.licensewatch.runtime.process;

import io.licensewatch.runtime.text.Causes;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** An error of Kafka that ends the process, with a message for operators. All other errors are transient. */
public final class KafkaFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private KafkaFault(String message, Throwable cause, int exitCode) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /**
     * Empty for transient errors.
     *
     * @param process as documentation names it, such as {@code worker}
     */
    public static Optional<KafkaFault> of(KafkaException failure, String process) {
        if (Causes.include(failure, AuthenticationException.class)) {
            return fault(
                    "Kafka refuses the login: " + Causes.rootMessage(failure)
                            + "; set licensewatch.kafka.sasl-username and sasl-password, or security-protocol",
                    failure,
                    ExitCode.LOGIN_REFUSED);
        }
        if (Causes.include(failure, FencedInstanceIdException.class)) {
            return fault(
                    "another process runs with the same licensewatch." + process
                            + ".instance-id: give each its own, or none",
                    failure,
                    ExitCode.CHECKS_FAILED);
        }
        if (Causes.include(failure, AuthorizationException.class)) {
            return fault(
                    "Kafka does not authorize it: " + Causes.rootMessage(failure)
                            + "; grant what docs/operations.md, \"Least privilege in Kafka\", lists for the " + process,
                    failure,
                    ExitCode.CHECKS_FAILED);
        }
        if (Causes.include(failure, RecordTooLargeException.class)
                || Causes.include(failure, UnsupportedVersionException.class)) {
            return fault("Kafka rejects it: " + Causes.rootMessage(failure), failure, ExitCode.FAILED);
        }
        return Optional.empty();
    }

    private static Optional<KafkaFault> fault(String message, Throwable cause, int exitCode) {
        return Optional.of(new KafkaFault(message, cause, exitCode));
    }

    /** Exit code of the process that ends because of it. */
    public int exitCode() {
        return exitCode;
    }
}
