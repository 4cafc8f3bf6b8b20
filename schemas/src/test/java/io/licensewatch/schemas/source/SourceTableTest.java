package io.licensewatch.schemas.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SourceTableTest {
    private static final Pattern PERSONAL = Pattern.compile(
            ".*(email|phone|address|password|token|ip_addr|avatar|birth|first_name|last_name|full_name|user_name|username"
                    + "|display_name).*|.*_data|metadata|.*_metadata|.*_by|notes?");

    @ParameterizedTest
    @EnumSource
    void nothing_personal_may_leave_the_database(SourceTable table) {
        assertThat(table.columns()).noneMatch(column -> PERSONAL.matcher(column).matches());
    }

    @ParameterizedTest
    @EnumSource
    void a_table_is_found_by_its_name_and_lists_each_column_once(SourceTable table) {
        assertThat(SourceTable.named(table.schema(), table.tableName())).contains(table);
        assertThat(SourceTable.named("other", table.tableName())).isEmpty();
        assertThat(table.columns()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void a_table_is_found_only_by_its_qualified_name(SourceTable table) {
        assertThat(SourceTable.named(table.qualifiedName())).contains(table);
        assertThat(SourceTable.named(table.tableName())).isEmpty();
        assertThat(SourceTable.named("." + table.tableName())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void only_the_text_of_a_jobs_error_is_withheld(SourceTable table) {
        assertThat(table.withholds("error_message")).isEqualTo(table == SourceTable.MATERIALIZED_VIEW_REFRESH_JOBS);
        assertThat(table.columns().stream().filter(table::withholds))
                .containsExactlyElementsOf(
                        table == SourceTable.MATERIALIZED_VIEW_REFRESH_JOBS ? List.of("error_message") : List.of());
    }

    @ParameterizedTest
    @EnumSource
    void a_table_with_a_tenant_captures_the_tenant_column(SourceTable table) {
        if (table.hasTenant()) {
            assertThat(table.columns()).contains(table.tenantColumn());
        } else {
            assertThatThrownBy(table::tenantColumn).isInstanceOf(IllegalStateException.class);
        }
    }
}
