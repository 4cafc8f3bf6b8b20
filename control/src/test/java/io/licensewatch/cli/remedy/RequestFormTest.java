package io.licensewatch.cli.remedy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.control.Decisions;
import io.licensewatch.schemas.action.OperatorAction.Request;
import io.licensewatch.schemas.command.CommandType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestFormTest {
    @Test
    void arguments_become_the_parameters_of_the_type() {
        assertThat(form("refresh-views", null, null, null).request())
                .isEqualTo(new Request(CommandType.REFRESH_VIEWS, "views", Map.of("force", false)));
        assertThat(new RequestForm("refresh-views", null, "usage", true, null, List.of(), null).request())
                .isEqualTo(new Request(CommandType.REFRESH_VIEWS, "usage", Map.of("force", true)));
        assertThat(form("rebuild-view-index", null, "usage", null).request())
                .isEqualTo(new Request(CommandType.REBUILD_VIEW_INDEX, "usage", Map.of("view", "usage")));
        assertThat(form("CLEAR_CACHES", null, null, null).request())
                .isEqualTo(new Request(CommandType.CLEAR_CACHES, "caches", Map.of()));
        assertThat(form("rerun-onboarding-step", "t", null, "payment").request())
                .isEqualTo(new Request(CommandType.RERUN_ONBOARDING_STEP, "onboarding", Map.of("step", "payment")));
        assertThat(new RequestForm("extend-license", "t", null, false, null, List.of("b", "a", "b"), 5).request())
                .isEqualTo(new Request(
                        CommandType.EXTEND_LICENSE,
                        "license",
                        Map.of("featureIds", List.of("a", "b"), "extensionDays", 5)));
    }

    @ParameterizedTest
    @MethodSource("complete")
    void every_request_keeps_its_contract(RequestForm form) {
        DecisionsTest.keepsItsContract(
                new Decisions("ken", Instant.EPOCH).request(form.tenantId(), form.request(), "why"));
    }

    static Stream<RequestForm> complete() {
        return Stream.of(
                form("refresh-views", null, "usage", null),
                form("rebuild-view-index", null, "usage", null),
                form("clear-caches", null, null, null),
                form("rerun-onboarding-step", "t", null, "payment"),
                new RequestForm("extend-license", "t", null, false, null, List.of("a"), null));
    }

    @Test
    void a_type_for_all_tenants_is_of_the_system_and_others_need_a_tenant() {
        assertThat(form("clear-caches", null, null, null).tenantId()).isEqualTo("_system");
        assertThat(form("refresh-views", "t", null, null).tenantId()).isEqualTo("t");
        assertThatThrownBy(() -> form("clear-caches", "t", null, null).tenantId())
                .hasMessageContaining("clear-caches does not take --tenant");
        assertThatThrownBy(() -> form("extend-license", null, null, null).tenantId())
                .hasMessageContaining("extend-license needs --tenant");
        assertThatThrownBy(() -> form("extend-license", "_system", null, null).tenantId())
                .hasMessageContaining("for one tenant");
    }

    @Test
    void missing_and_unsuitable_options_are_named() {
        wrong("rebuild-view-index needs --view", form("rebuild-view-index", null, null, null));
        wrong("rerun-onboarding-step needs --step", form("rerun-onboarding-step", "t", null, " "));
        wrong("extend-license needs --features", form("extend-license", "t", null, null));
        wrong("clear-caches does not take --view", form("clear-caches", null, "usage", null));
        wrong("does not take --step", form("refresh-views", null, null, "payment"));
        wrong(
                "--days is from 1 to 14, not 0",
                new RequestForm("extend-license", "t", null, false, null, List.of("a"), 0));
        wrong(
                "unknown type 'drop-tables'; there are extend-license, refresh-views",
                form("drop-tables", null, null, null));
    }

    @Test
    void types_that_depend_on_findings_of_a_rule_are_refused_with_a_reason() {
        for (CommandType type : CommandType.values()) {
            RequestForm form = form(RequestForm.friendly(type), "t", null, null);
            if (!type.isRequestable()) {
                wrong("cannot be requested: its parameters are findings of the rule", form);
            }
        }
        assertThat(Arrays.stream(RequestForm.types().split(", "))).hasSize(5);
    }

    private static void wrong(String message, RequestForm form) {
        assertThatThrownBy(form::request)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static RequestForm form(
            String type, @Nullable String tenant, @Nullable String view, @Nullable String step) {
        return new RequestForm(type, tenant, view, false, step, List.of(), null);
    }
}
