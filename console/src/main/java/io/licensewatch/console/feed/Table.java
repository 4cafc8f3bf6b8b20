package io.licensewatch.console.feed;

import io.licensewatch.schemas.json.MalformedRecordException;
import java.sql.SQLException;

/** The table of one topic in the read model. Writing a record a second time changes nothing. */
interface Table {
    /** Decodes a record into writes; on any thread, since it depends only on the record. */
    Rows decode(Arrival arrival) throws MalformedRecordException;

    /** Deletes the present state before the topic is read from its beginning; history is kept. */
    void clear() throws SQLException;

    /** Called before the transaction is committed. */
    default void finish() throws SQLException {}
}
