package io.licensewatch.console.feed;

import io.licensewatch.schemas.json.MalformedRecordException;
import io.licensewatch.schemas.result.NumberedId;

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

    static long number(String id) throws MalformedRecordException {
        return NumberedId.parse(id)
                .orElseThrow(() -> new MalformedRecordException("an id that does not end with a number"))
                .number();
    }
}
