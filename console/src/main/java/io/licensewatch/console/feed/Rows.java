package io.licensewatch.console.feed;

import java.sql.SQLException;
import java.util.Collection;

/** What one record writes into the tables; on the one thread that writes. */
interface Rows {
    /** @param changes takes what is different then */
    void write(Collection<Change> changes) throws SQLException;
}
