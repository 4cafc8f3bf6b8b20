package io.licensewatch.console.feed;

/** The read model was built from another Kafka cluster; mixing both would give wrong data. */
public final class OtherClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OtherClusterException(String known, String now) {
        super("the read model was built from Kafka cluster " + known + ", and this is cluster " + now
                + ": set another licensewatch.console.data-dir, or delete this one to rebuild it");
    }
}
