package io.licensewatch.console.feed;

import java.sql.SQLException;
import java.util.Collection;

/** The writes of one record; executed on the writing thread. */
interface Rows {
    /** @param changes receives the changes */
    void write(Collection<Change> changes) throws SQLException;
}
