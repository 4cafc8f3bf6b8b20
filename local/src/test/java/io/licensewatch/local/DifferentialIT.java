package io.licensewatch.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.local.oracle.JudgedSource;
import io.licensewatch.workload.Family;
import io.licensewatch.workload.Shape;
import io.licensewatch.workload.Theme;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random everyday writes against a real database, both apps running; now and then the writes stop, and what is published of
 * every tenant is held against SQL over the same tables, field by field. Every alert that opened must have had a reason.
 *
 * <p>The tables are of another {@link Shape} with each seed. Run one seed again with {@code -Dlicensewatch.seed=N}, run longer with
 * {@code -Dlicensewatch.differential.transactions=N}, and on more shapes of each family with {@code -Dlicensewatch.differential.shapes=N}.
 */
class DifferentialIT {
    private static final int TRANSACTIONS = Integer.getInteger("licensewatch.differential.transactions", 130);
    private static final int SHAPES = Integer.getInteger("licensewatch.differential.shapes", 2);
    private static final Set<Theme> WITHOUT = Theme.leftOut();

    @ParameterizedTest
    @MethodSource("runs")
    void what_is_told_of_every_tenant_equals_sql_over_the_same_tables(Family family, long seed, @TempDir Path directory)
            throws Exception {
        Shape shape = Shape.of(seed, JudgedSource.tables(family));
        Map<String, String> settings = new HashMap<>(DifferentialRun.SETTINGS);
        settings.put("licensewatch.postgres.timestamp-zone", shape.zone().getId());
        try (Testbed bed = new Testbed(
                        directory, settings, connection -> JudgedSource.createIn(connection, family, shape));
                DifferentialRun run = new DifferentialRun(bed, family, shape, seed, WITHOUT)) {
            run.write(TRANSACTIONS / 5);
            bed.startApps();
            run.settleAndCompare();
            int left = TRANSACTIONS - TRANSACTIONS / 5;
            while (left > 0) {
                int some = Math.min(left, run.randomly(40, 100));
                run.write(some);
                if (run.randomly(0, 2) == 0) {
                    run.changeForeignKeys();
                    run.write(10);
                }
                run.settleAndCompare();
                left -= some;
            }
            run.everyOpeningWasJustified();
            assertThat(bed.deadLetters).isEmpty();
            run.report();
        }
    }

    private static Stream<Arguments> runs() {
        long first = Long.getLong("licensewatch.seed", System.nanoTime() % 1_000_000);
        return LongStream.range(first, first + SHAPES)
                .boxed()
                .flatMap(seed -> Stream.of(Family.values()).map(family -> Arguments.of(family, seed)));
    }
}
