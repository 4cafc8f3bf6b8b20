package io.licensewatch.core.store;

/**
 * A record of Kafka as a stored value.
 *
 * @param key empty if it has none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StoredRecord(byte[] key, byte[] value) {
    private static final int VERSION = 1;

    public byte[] toBytes() {
        return new ValueWriter(VERSION).utf8(key).utf8(value).toBytes();
    }

    public static StoredRecord read(byte[] stored) {
        ValueReader in = new ValueReader(stored, VERSION);
        return new StoredRecord(in.utf8(), in.utf8());
    }
}
