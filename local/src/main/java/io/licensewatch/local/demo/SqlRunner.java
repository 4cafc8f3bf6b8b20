package io.licensewatch.local.demo;

import java.sql.SQLException;

/** Runs the statements of a step. */
interface SqlRunner {
    /** In one transaction; it has been committed when this returns. */
    void run(String sql) throws SQLException;
}
