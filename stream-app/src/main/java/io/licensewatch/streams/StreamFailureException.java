package io.licensewatch.streams;

import io.licensewatch.runtime.process.ExitCode;
import io.licensewatch.streams.lineage.StateRefusedException;
import java.util.Optional;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Why the topology cannot continue, in one line for the operator. The cause is for developers. */
final class StreamFailureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private StreamFailureException(String message, Throwable cause, int exitCode) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** What a stream thread has failed with, and if it is known what that means, in these words. */
    static Throwable of(Throwable failure) {
        Optional<StateRefusedException> refused = in(failure, StateRefusedException.class);
        if (refused.isPresent()) {
            return refused.get(); // says all there is to say
        }
        return known(failure)
                .<Throwable>map(message -> new StreamFailureException(message, failure, ExitCode.FAILED))
                .orElse(failure);
    }

    private static Optional<String> known(Throwable failure) {
        if (noSpace(failure)) {
            return Optional.of(
                    "the disk of licensewatch.streams.state-dir is full: make room, start again; what is there may be"
                            + " deleted while the process is stopped, and is restored from Kafka");
        }
        if (has(failure, InvalidTxnStateException.class)
                || has(failure, InvalidProducerEpochException.class)
                || has(failure, InvalidPidMappingException.class)
                || has(failure, ProducerFencedException.class)) {
            return Optional.of(
                    "this process was stopped for longer than licensewatch.streams.transaction-timeout (it was"
                            + " suspended, or its machine or container was paused), and Kafka has aborted its open transaction: nothing is"
                            + " lost, start it again");
        }
        if (has(failure, TaskCorruptedException.class)) {
            return Optional.of("a task's local state is broken: start again; it is restored from Kafka");
        }
        if (has(failure, TimeoutException.class)) {
            return Optional.of("Kafka did not answer in time: start again when it is well");
        }
        return Optional.empty();
    }

    private static boolean noSpace(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("No space left")) {
                return true;
            }
            if (cause instanceof RocksDBException rocks
                    && rocks.getStatus() != null
                    && rocks.getStatus().getSubCode() == Status.SubCode.NoSpace) {
                return true;
            }
        }
        return false;
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        return in(failure, type).isPresent();
    }

    private static <T extends Throwable> Optional<T> in(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    /** Of the process that ends for it. */
    public static int exitCode(Throwable failure) {
        if (failure instanceof StateRefusedException) {
            return ExitCode.CHECKS_FAILED;
        }
        return failure instanceof StreamFailureException known ? known.exitCode : ExitCode.FAILED;
    }
}
