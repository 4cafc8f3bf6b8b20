package io.licensewatch.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ShapeTest {
    private static final String ID = "0d4f1a3e-6f1c-4b55-9d56-0c5b0e6c2a11";

    @Test
    void seeds_that_follow_each_other_draw_other_tables() throws IOException {
        Set<String> drawn = new TreeSet<>();
        for (long seed = 0; seed < 50; seed++) {
            drawn.add(Shape.of(seed, tables()).tables(tables()));
        }
        assertThat(drawn).hasSize(50);
    }

    @Test
    void an_id_is_spelt_alike_wherever_a_table_names_it() throws IOException {
        Set<String> spellings = new TreeSet<>();
        for (long seed = 0; seed < 50; seed++) {
            Shape shape = Shape.of(seed, tables());
            String role = shape.published("roles", "id", ID);
            assertThat(role)
                    .isEqualTo(shape.published("user_roles", "role_id", ID))
                    .isEqualTo(shape.published("role_permissions", "role_id", ID));
            assertThat(shape.literal("user_roles", "role_id", ID, 0)).contains(role);
            spellings.add(role);
        }
        assertThat(spellings).hasSize(Spelling.values().length).contains(ID);
    }

    @Test
    void the_plain_shape_changes_nothing() throws IOException {
        assertThat(Shape.PLAIN.tables(tables())).isEqualTo(tables());
        assertThat(Shape.PLAIN.judging("SELECT uuid")).isEqualTo("SELECT uuid");
        assertThat(Shape.PLAIN.literal("roles", "id", ID, 0)).isEqualTo("'" + ID + "'");
    }

    private static String tables() throws IOException {
        try (InputStream in = Objects.requireNonNull(Family.class.getResourceAsStream("stewardtrack.sql"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
