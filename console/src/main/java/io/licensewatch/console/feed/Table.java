package io.licensewatch.console.feed;

import io.licensewatch.schemas.json.MalformedRecordException;
import java.sql.SQLException;
import java.util.Collection;

/** What one topic becomes in the read model. Taking a record a second time changes nothing. */
interface Table {
    /** @throws MalformedRecordException before anything is written */
    void take(Arrival arrival, Collection<Change> changes) throws MalformedRecordException, SQLException;

    /** Forgets what holds now, as the topic is read from its beginning; history stays. */
    void clear() throws SQLException;

    /** Before the transaction is committed. */
    default void finish() throws SQLException {}
}
