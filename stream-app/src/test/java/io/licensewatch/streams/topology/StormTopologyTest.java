package io.licensewatch.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.command.Reported;
import io.licensewatch.schemas.alert.AlertEvent;
import io.licensewatch.schemas.command.ApprovalReason;
import io.licensewatch.schemas.command.CommandKind;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.command.RemediationCommand;
import io.licensewatch.schemas.source.SourceTable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several tenants' licences end at once, from the rows to the commands. */
class StormTopologyTest {
    private static final Instant START = Instant.parse("2026-03-10T12:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    private static Path stateDir;

    private final TopologyFixture watch = new TopologyFixture(stateDir, START);

    @BeforeEach
    void an_offering() {
        watch.put(SourceTable.FEATURE_CATALOG, "reports", "code", "reports", "is_active", true);
        watch.put(SourceTable.PRODUCT_OFFERINGS, "team", "max_users", 100);
        watch.frontierAfter(SECOND);
    }

    @AfterEach
    void close() {
        watch.close();
    }

    /** Of so many users that it is critical. */
    private void expires(String... tenants) {
        for (String tenant : tenants) {
            watch.tenant(tenant, "team");
            watch.put(SourceTable.ROLES, "role of " + tenant, "tenant_id", tenant, "name", "Analyst");
            for (int user = 0; user < 11; user++) {
                String id = tenant + user;
                watch.put(
                        SourceTable.USER_ROLES, id, "tenant_id", tenant, "user_id", id, "role_id", "role of " + tenant);
            }
            watch.put(
                    SourceTable.TENANT_FEATURE_GRANTS,
                    "grant of " + tenant,
                    "tenant_id",
                    tenant,
                    "feature_id",
                    "reports",
                    "expires_at",
                    LocalDate.of(2026, 3, 1).toEpochDay());
        }
    }

    private List<RemediationCommand> renewals() {
        return watch.commands().stream()
                .filter(command -> command.type() == CommandType.START_RENEWAL)
                .toList();
    }

    private static List<String> words(List<RemediationCommand> commands) {
        return commands.stream()
                .map(command -> command.tenantId() + " " + command.kind() + " " + command.attempt() + " "
                        + command.mode() + " " + command.approvalReason())
                .sorted()
                .toList();
    }

    @Test
    void what_is_on_its_way_is_recalled_and_what_comes_waits_for_a_person_until_it_ends() {
        expires("acme", "bolt");
        watch.frontierAfter(SECOND);
        List<RemediationCommand> first = renewals();
        assertThat(words(first)).containsExactly("acme ISSUE 1 AUTO null", "bolt ISSUE 1 AUTO null");
        RemediationCommand done = first.stream()
                .filter(command -> command.tenantId().equals("acme"))
                .findFirst()
                .orElseThrow();
        watch.report(Reported.applied(done, 1, watch.lsn(), watch.now()));

        expires("cove");
        watch.frontierAfter(SECOND);
        assertThat(watch.alerts()).extracting(AlertEvent::rule).contains("multi-tenant-impact");
        watch.frontierAfter(SECOND);
        assertThat(words(renewals()))
                .as("acme's has been carried out")
                .containsExactly(
                        "bolt CANCEL 1 AUTO null",
                        "bolt ISSUE 2 APPROVE MULTI_TENANT_IMPACT",
                        "cove CANCEL 1 AUTO null",
                        "cove ISSUE 1 AUTO null",
                        "cove ISSUE 2 APPROVE MULTI_TENANT_IMPACT");

        expires("dune");
        watch.frontierAfter(SECOND);
        assertThat(words(renewals())).containsExactly("dune ISSUE 1 APPROVE MULTI_TENANT_IMPACT");

        watch.frontierAfter(Duration.ofMinutes(16));
        watch.frontierAfter(SECOND);
        assertThat(watch.alerts())
                .extracting(alert -> alert.rule() + " " + alert.status())
                .contains("multi-tenant-impact RESOLVED");
        expires("elm");
        watch.frontierAfter(SECOND);
        assertThat(words(renewals())).containsExactly("elm ISSUE 1 AUTO null");
    }

    /** Who has to approve an extension anyway goes on waiting for the same approval. */
    @Test
    void what_needs_a_person_anyway_is_left_alone() {
        expires("acme", "bolt", "cove");
        watch.frontierAfter(SECOND);
        watch.frontierAfter(SECOND);
        watch.frontierAfter(SECOND);
        assertThat(watch.commands())
                .filteredOn(command -> command.type() == CommandType.EXTEND_LICENSE)
                .hasSize(3)
                .allSatisfy(command -> {
                    assertThat(command.kind()).isEqualTo(CommandKind.ISSUE);
                    assertThat(command.approvalReason()).isNotEqualTo(ApprovalReason.MULTI_TENANT_IMPACT);
                });
        assertThat(watch.deadLetters()).isEmpty();
    }
}
