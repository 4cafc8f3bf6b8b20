package io.licensewatch.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.local.oracle.JudgedSource;
import io.licensewatch.workload.Family;
import io.licensewatch.workload.Theme;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random everyday writes against a real database, both apps running; now and then the writes stop, and what is told of
 * every tenant is held against SQL over the same tables, field by field. Every alert that opened must have had a reason.
 *
 * <p>Run one seed again with {@code -Dlicensewatch.seed=N}, run longer with {@code
 * -Dlicensewatch.differential.transactions=N}.
 */
class DifferentialIT {
    private static final int TRANSACTIONS = Integer.getInteger("licensewatch.differential.transactions", 250);
    private static final Set<Theme> WITHOUT = Theme.leftOut();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Family.class)
    void what_is_told_of_every_tenant_equals_sql_over_the_same_tables(Family family) throws Exception {
        long seed = Long.getLong("licensewatch.seed", System.nanoTime() % 1_000_000);
        try (Testbed bed = new Testbed(
                        directory, DifferentialRun.SETTINGS, connection -> JudgedSource.createIn(connection, family));
                DifferentialRun run = new DifferentialRun(bed, family, seed, WITHOUT)) {
            run.write(TRANSACTIONS / 5);
            bed.startApps();
            run.settleAndCompare();
            int left = TRANSACTIONS - TRANSACTIONS / 5;
            while (left > 0) {
                int some = Math.min(left, run.randomly(40, 100));
                run.write(some);
                run.settleAndCompare();
                left -= some;
            }
            run.everyOpeningWasJustified();
            assertThat(bed.deadLetters).isEmpty();
            run.report();
        }
    }
}
