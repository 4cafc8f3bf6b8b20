package io.licensewatch.runtime.topics;

import io.licensewatch.runtime.process.ExitCode;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/** Why a process cannot go on with Kafka, in a line for whoever has to do something about it. All else passes. */
public final class KafkaFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private KafkaFault(String message, Throwable cause, int exitCode) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /**
     * Empty for what passes.
     *
     * @param process as documentation names it, such as {@code worker}
     */
    public static Optional<KafkaFault> of(KafkaException failure, String process) {
        if (has(failure, AuthenticationException.class)) {
            return fault(
                    "Kafka refuses the login: " + words(failure)
                            + "; set licensewatch.kafka.sasl-username and sasl-password, or security-protocol",
                    failure,
                    ExitCode.LOGIN_REFUSED);
        }
        if (has(failure, FencedInstanceIdException.class)) {
            return fault(
                    "another process runs with the same licensewatch." + process
                            + ".instance-id: give each its own, or none",
                    failure,
                    ExitCode.CHECKS_FAILED);
        }
        if (has(failure, AuthorizationException.class)) {
            return fault(
                    "Kafka does not allow it: " + words(failure)
                            + "; grant what docs/operations.md, \"Least privilege in Kafka\", lists for the " + process,
                    failure,
                    ExitCode.CHECKS_FAILED);
        }
        if (has(failure, RecordTooLargeException.class) || has(failure, UnsupportedVersionException.class)) {
            return fault("Kafka does not take it: " + words(failure), failure, ExitCode.FAILED);
        }
        return Optional.empty();
    }

    private static Optional<KafkaFault> fault(String message, Throwable cause, int exitCode) {
        return Optional.of(new KafkaFault(message, cause, exitCode));
    }

    public static String words(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause().getMessage() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** Of the process that this ends. */
    public int exitCode() {
        return exitCode;
    }
}
