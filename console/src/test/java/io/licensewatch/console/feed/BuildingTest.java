package io.licensewatch.console.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.console.failure.Tables;
import io.licensewatch.console.read.Fleet;
import io.licensewatch.console.read.Life;
import io.licensewatch.console.read.Paging;
import io.licensewatch.console.read.TenantSearch;
import io.licensewatch.schemas.topic.Topics;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A read model has no indexes while it is first built; the result is always the same. */
class BuildingTest {
    private static final int TENANTS = 60;
    /** Of a tenant whose tombstone it is. */
    private static final String DELETED = "";

    @TempDir
    Path directory;

    private final List<Fleet.Line> lines = new ArrayList<>();

    BuildingTest() {
        Life.write(TENANTS, lines::add);
        List<Fleet.Line> states = lines.stream()
                .filter(line -> line.topic().equals(Topics.TENANTS))
                .toList();
        for (int i = 0; i < states.size(); i += 7) {
            Fleet.Line line = states.get(i);
            lines.add(i % 2 == 0 ? new Fleet.Line(line.topic(), line.key(), DELETED) : renamed(line, "Renamed " + i));
        }
    }

    private static Fleet.Line renamed(Fleet.Line line, String name) {
        return new Fleet.Line(
                line.topic(),
                line.key(),
                line.json().replaceFirst("\"tenantName\":\"[^,]*\"", "\"tenantName\":\"" + name + '"'));
    }

    private void take(ReadModelFixture model, int from, int until) throws SQLException {
        for (Fleet.Line line : lines.subList(from, until)) {
            model.take(line.topic(), line.key(), line.json().equals(DELETED) ? null : line.json());
        }
    }

    /** With its indexes from the beginning. */
    private Path live() throws SQLException {
        Path live = directory.resolve("live");
        try (ReadModelFixture model = ReadModelFixture.in(live)) {
            take(model, 0, lines.size());
        }
        return live;
    }

    @Test
    void it_is_the_same_wherever_the_build_was_interrupted() throws Exception {
        Path live = live();
        for (int cut : new int[] {0, 1, lines.size() / 2, lines.size() - 1, lines.size()}) {
            Path killed = directory.resolve("killed-" + cut);
            try (ReadModelFixture model = ReadModelFixture.building(killed)) {
                take(model, 0, cut);
            }
            try (ReadModelFixture model = ReadModelFixture.building(killed)) {
                take(model, cut, lines.size());
                model.built();
            }
            assertThat(Tables.of(killed)).as("cut at %d", cut).isEqualTo(Tables.of(live));
        }
    }

    @Test
    void it_is_the_same_if_it_was_built_long_before_the_last_record() throws Exception {
        Path early = directory.resolve("early");
        try (ReadModelFixture model = ReadModelFixture.building(early)) {
            take(model, 0, lines.size() / 3);
            model.built();
            take(model, lines.size() / 3, lines.size());
        }
        assertThat(Tables.of(early)).isEqualTo(Tables.of(live()));
    }

    @Test
    void indexes_are_created_all_or_none() throws Exception {
        Path failed = directory.resolve("failed");
        try (ReadModelFixture model = ReadModelFixture.building(failed)) {
            take(model, 0, lines.size());
        }
        Tables.run(failed, "CREATE TABLE verdict_by_time (in_the_way)");
        try (ReadModelFixture model = ReadModelFixture.building(failed)) {
            assertThatThrownBy(model::built).isInstanceOf(SQLException.class);
        }
        assertThat(Tables.ask(failed, "SELECT name FROM sqlite_schema WHERE name LIKE 'tenant_by%'"))
                .isEmpty();
        Tables.run(failed, "DROP TABLE verdict_by_time");
        isBuiltTheSame(failed);
    }

    /** As after a kill between both. */
    @Test
    void indexes_and_their_mark_are_created_together() throws Exception {
        Path failed = directory.resolve("failed");
        try (ReadModelFixture model = ReadModelFixture.building(failed)) {
            take(model, 0, lines.size());
        }
        Tables.run(
                failed,
                "CREATE TRIGGER no_mark BEFORE INSERT ON meta WHEN NEW.name = 'indexes'"
                        + " BEGIN SELECT RAISE(ABORT, 'in the way'); END");
        try (ReadModelFixture model = ReadModelFixture.building(failed)) {
            assertThatThrownBy(model::built).isInstanceOf(SQLException.class);
        }
        assertThat(Tables.ask(failed, "SELECT name FROM sqlite_schema WHERE name LIKE 'tenant_by%'"))
                .isEmpty();
        Tables.run(failed, "DROP TRIGGER no_mark");
        isBuiltTheSame(failed);
    }

    private void isBuiltTheSame(Path failed) throws Exception {
        try (ReadModelFixture model = ReadModelFixture.building(failed)) {
            model.built();
            assertThat(model.database()
                            .read(handle -> TenantSearch.find(handle, "enamed", Paging.first(5)))
                            .items())
                    .isNotEmpty();
        }
        assertThat(Tables.of(failed)).isEqualTo(Tables.of(live()));
    }
}
