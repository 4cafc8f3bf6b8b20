package io.licensewatch.console.feed;

import io.licensewatch.schemas.json.MalformedRecordException;

/** Checks of records on topics without tombstones. */
final class Required {
    private Required() {}

    static byte[] value(Arrival arrival) throws MalformedRecordException {
        byte[] value = arrival.value();
        if (value == null) {
            throw new MalformedRecordException("a record without a value");
        }
        return value;
    }

    /** The number of an id that ends with {@code :n}. */
    static long number(String id) throws MalformedRecordException {
        String digits = id.substring(id.lastIndexOf(':') + 1);
        if (!digits.matches("[0-9]{1,9}")) {
            throw new MalformedRecordException("an id that does not end with a number");
        }
        return Long.parseLong(digits);
    }
}
