package io.licensewatch.schemas.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableNameTest {
    @Test
    void a_name_is_split_at_its_first_dot() {
        assertThat(TableName.parse("auth.users")).isEqualTo(new TableName("auth", "users"));
        assertThat(TableName.parse("public.a.b")).isEqualTo(new TableName("public", "a.b"));
        assertThat(TableName.parse("auth.users")).hasToString("auth.users");
    }

    @Test
    void a_name_without_a_dot_is_in_the_schema_public() {
        assertThat(TableName.parse("roles")).isEqualTo(new TableName("public", "roles"));
    }

    @Test
    void a_qualified_name_has_two_parts() {
        assertThat(TableName.isQualified("public.roles")).isTrue();
        assertThat(TableName.isQualified("roles")).isFalse();
        assertThat(TableName.isQualified(".roles")).isFalse();
        assertThat(TableName.isQualified("public.")).isFalse();
    }
}
