package io.licensewatch.console.feed;

import io.licensewatch.schemas.json.MalformedRecordException;
import java.sql.SQLException;

/** What one topic becomes in the read model. Taking a record a second time changes nothing. */
interface Table {
    /** What there is to write; on any thread, as it knows nothing but the record. */
    Rows decode(Arrival arrival) throws MalformedRecordException;

    /** Forgets what holds now, as the topic is read from its beginning; history stays. */
    void clear() throws SQLException;

    /** Before the transaction is committed. */
    default void finish() throws SQLException {}
}
