package io.licensewatch.streams.replay;

import org.apache.kafka.common.ClusterResource;
import org.apache.kafka.common.ClusterResourceListener;
import org.apache.kafka.common.serialization.Deserializer;

/** Bytes as they are; a client that reads with it says which cluster it has met, which an admin client would have to ask for. */
final class ClusterId implements Deserializer<byte[]>, ClusterResourceListener {
    private volatile String id = "";

    @Override
    public void onUpdate(ClusterResource cluster) {
        String known = cluster.clusterId();
        id = known == null ? "" : known;
    }

    @Override
    public byte[] deserialize(String topic, byte[] data) {
        return data;
    }

    String value() {
        return id;
    }
}
