package io.licensewatch.console.feed;

/** The read model holds what another Kafka said; mixing both would show what neither says. */
public final class OtherClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OtherClusterException(String known, String now) {
        super("the read model was built from Kafka cluster " + known + ", and this is cluster " + now
                + ": set another licensewatch.console.data-dir, or delete this one to build it again");
    }
}
