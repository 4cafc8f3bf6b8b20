package io.licensewatch.console.feed;

import io.licensewatch.console.store.Script;
import java.sql.SQLException;

/**
 * What makes reading fast: the indexes of the tables, and the search. While a read model is first built there are none, as all at once
 * they cost a fraction; they are made at the end, in one transaction. A process that is killed before leaves a model without, in which
 * the next one goes on.
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
