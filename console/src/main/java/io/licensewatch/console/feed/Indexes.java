package io.licensewatch.console.feed;

import io.licensewatch.console.store.Script;
import java.sql.SQLException;

/**
 * The indexes of the tables, and the search index. They are created once the read model has been built, in one transaction,
 * because that costs a fraction of updating them. If the process is killed before, the next one continues without indexes.
 */
final class Indexes {
    private final Statements sql;
    private boolean made;

    Indexes(Statements sql) throws SQLException {
        this.sql = sql;
        this.made = sql.text("SELECT value FROM meta WHERE name = 'indexes'") != null;
    }

    boolean areMade() {
        return made;
    }

    void make() throws SQLException {
        for (String statement : Script.read("indexes.sql")) {
            sql.execute(statement);
        }
        sql.run("INSERT INTO meta (name, value) VALUES ('indexes', 'made')");
        sql.commit();
        made = true;
    }
}
