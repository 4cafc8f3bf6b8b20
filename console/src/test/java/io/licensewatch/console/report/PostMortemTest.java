package io.licensewatch.console.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.console.feed.ReadModelFixture;
import io.licensewatch.console.read.EpisodeRows;
import io.licensewatch.runtime.text.Visible;
import io.licensewatch.schemas.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostMortemTest {
    private static final String WRITE = "licensewatch.docs.write";
    private static final Path GOLDEN = Path.of("src/test/resources/io/licensewatch/console/report");
    private static final String SEATS = "9f1c7d3e5b0a2648";
    private static final String IMPACT = "e3b1207f9a64dc58";
    private static final Instant NOW = Instant.parse("2026-03-05T00:00:00Z");

    @TempDir
    Path directory;

    private ReadModelFixture model;

    @BeforeEach
    void open() throws SQLException {
        model = ReadModelFixture.in(directory);
    }

    @AfterEach
    void close() throws SQLException {
        model.close();
    }

    @Test
    void an_episode_with_a_fix_that_worked_late() throws Exception {
        model.samples(
                "alert-seat-utilization-open",
                "alert-seat-utilization-updated",
                "command-deactivate-inactive-users",
                "remediation-result-issued",
                "remediation-result-awaiting-approval",
                "operator-action-approve",
                "remediation-result-approved",
                "remediation-result-applied",
                "alert-seat-utilization-resolved",
                "verdict-ineffective",
                "verdict-effective",
                "tenant-status-healthy");

        isAs("resolved", text(SEATS, 1));
    }

    @Test
    void an_open_episode_with_a_fix_that_did_not_work() throws Exception {
        earlierEpisode();
        model.sample("alert-seat-utilization-open", Map.of("episode", 2, "eventId", SEATS + ":2:1"));
        model.sample("alert-seat-utilization-updated", Map.of("episode", 2, "eventId", SEATS + ":2:2"));
        model.sample("command-deactivate-inactive-users", Map.of("eventId", SEATS + ":2:2", "recurrence", 2));
        model.samples("remediation-result-applied", "verdict-ineffective", "tenant-status-in-trouble");

        String text = text(SEATS, 2);

        isAs("open", text);
        assertThat(text).contains("still open, for 2 d 14 h so far", "[ ] Find out why", "Remove the cause");
    }

    @Test
    void several_tenants_with_one_incident() throws Exception {
        for (int tenant = 1; tenant <= 3; tenant++) {
            tenantsAlert(tenant, "UPDATED", "2026-03-04T11:5" + tenant + ":00Z");
        }
        tenantsAlert(1, "RESOLVED", "2026-03-04T12:10:00Z");
        model.samples(
                "alert-multi-tenant-impact-open",
                "alert-multi-tenant-impact-updated",
                "alert-multi-tenant-impact-resolved");

        String text = text(IMPACT, 1);

        isAs("several-tenants", text);
        assertThat(text).contains("**Tenants affected**: 3 ", "**Users affected**: 36,");
    }

    @Test
    void an_episode_with_many_transitions_has_its_end_and_names_the_cuts() throws Exception {
        int all = EpisodeRows.MOST_TRANSITIONS + 40;
        model.samples("alert-seat-utilization-open");
        for (int n = 2; n < all; n++) {
            model.sample("alert-seat-utilization-updated", Map.of("sequence", n, "eventId", SEATS + ":1:" + n));
        }
        model.sample("alert-seat-utilization-resolved", Map.of("sequence", all, "eventId", SEATS + ":1:" + all));

        String text = text(SEATS, 1);

        assertThat(text)
                .contains("**Cut:** the episode has 40 more transitions than are evaluated here", "the last 1000")
                .contains("later entries are omitted")
                .doesNotContain("still open", "The content of the others is not known");
    }

    /** Commands that were requested for other alerts of the same tenant do not count. */
    @Test
    void a_command_is_not_lost_among_many_for_other_alerts() throws Exception {
        model.samples("alert-seat-utilization-open");
        model.sample("command-deactivate-inactive-users", Map.of("eventId", SEATS + ":1:1"));
        for (int n = 0; n <= EpisodeRows.MOST_COMMANDS; n++) {
            requested("0%015x".formatted(n), Map.of());
            requested("1%015x".formatted(n), verifyBy("license-expiry", "seats"));
            requested("2%015x".formatted(n), verifyBy("seat-utilization", "other"));
        }
        requested("3000000000000000", verifyBy("seat-utilization", "seats"));

        assertThat(text(SEATS, 1))
                .contains("Command issued: DEACTIVATE")
                .containsOnlyOnce("Command issued: REFRESH")
                .doesNotContain("there were more commands");
    }

    private static Map<String, ?> verifyBy(String rule, String subject) {
        return Map.of("verifyBy", Map.of("rule", rule, "subject", subject, "hold", "PT1H"));
    }

    private void requested(String commandId, Map<String, ?> more) throws Exception {
        Map<String, Object> fields = new HashMap<>(more);
        fields.put("commandId", commandId);
        fields.put("alertId", "_operator|" + commandId);
        fields.put("eventId", "_operator|" + commandId + ":1:1");
        fields.put("issuedAt", "2026-03-04T20:00:00Z");
        fields.put("origin", "OPERATOR");
        model.sample("command-refresh-views", fields);
    }

    @Test
    void tenants_that_the_timeline_omits_are_counted() throws Exception {
        for (int tenant = 1; tenant <= 60; tenant++) {
            tenantsAlert(tenant, "UPDATED", "2026-03-04T11:5" + tenant % 10 + ":00Z");
        }
        model.samples("alert-multi-tenant-impact-open", "alert-multi-tenant-impact-resolved");

        assertThat(text(IMPACT, 1))
                .contains("**Cut:** 10 more tenants were affected; the timeline has the first 50.")
                .contains("**Tenants affected**: 60 ");
    }

    @Test
    void without_a_verdict_the_end_is_marked_as_not_known() throws Exception {
        model.samples("alert-rbac-drift-open", "alert-rbac-drift-resolved");

        String text = text("c27e84d1a6f03b95", 1);

        isAs("not-known", text);
        assertThat(text).contains("number 1 and number 3", "no verdict says that this ended it");
    }

    @Test
    void commands_of_another_episode_are_not_included() throws Exception {
        earlierEpisode();
        model.samples("command-deactivate-inactive-users");
        model.sample("alert-seat-utilization-open", Map.of("episode", 2, "eventId", SEATS + ":2:1"));

        assertThat(text(SEATS, 2)).contains("No command of licensewatch was issued for it.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a|b",
                "`x` ``y``",
                "[a](https://evil.example)",
                "![a](https://evil.example/x.png)",
                "<img src=x onerror=alert(1)>",
                "<!-- -->",
                "https://evil.example/",
                "www.evil.example",
                "me@evil.example",
                "@everyone",
                "*a* _b_ __c__ ~~d~~",
                "a\n\n# b",
                "a\r\n- [x] b",
                "\\| \\",
                "&lt;b&gt;",
                "<https://evil.example>",
                "[x]: https://evil.example",
                "1. a",
                "---",
                "$a$",
                "a\u202Eb",
                "~~~",
                "==="
            })
    void a_hostile_name_is_escaped(String name) throws Exception {
        Map<String, ?> hostile = Map.of("tenantName", name, "summary", name, "reason", name, "stage", name);
        model.sample("alert-seat-utilization-open", hostile);
        model.sample("command-deactivate-inactive-users", Map.of("summary", name, "eventId", SEATS + ":1:1"));
        model.sample("operator-action-approve", Map.of("by", name, "planHash", name));
        model.sample("remediation-result-failed", Map.of("commandId", "51d3a7c900004d5c", "reason", name));

        Node document = parser().parse(text(SEATS, 1));

        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                // Some renderers link every mail address, however it is escaped; such a link is harmless.
                assertThat(link.getDestination()).startsWith("mailto:");
            }

            @Override
            public void visit(Image image) {
                throw new AssertionError("an image of " + image.getDestination());
            }

            @Override
            public void visit(HtmlInline html) {
                throw new AssertionError(html.getLiteral());
            }

            @Override
            public void visit(HtmlBlock html) {
                throw new AssertionError(html.getLiteral());
            }

            @Override
            public void visit(Code code) {
                throw new AssertionError(code.getLiteral());
            }

            @Override
            public void visit(FencedCodeBlock code) {
                throw new AssertionError(code.getLiteral());
            }
        });
        String html = HtmlRenderer.builder()
                .extensions(List.of(TablesExtension.create()))
                .build()
                .render(document);
        assertThat(html).doesNotContain("<em>", "<del>").contains("<table>");
        assertThat(html.split("<h2>", -1)).as("headings").hasSize(7);
        assertThat(html.split("<h1>", -1)).as("titles").hasSize(2);
        String shown = Visible.of(name)
                .replace("@", "@\u2060")
                .replace("://", ":\u2060//")
                .replace("www.", "www\u2060.");
        assertThat(html.replaceAll("</?a[^>]*>", "")
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&amp;", "&"))
                .contains(
                        "<td>Command issued: DEACTIVATE_INACTIVE_USERS 51d3a7c900004d5c, APPROVE, issued by the alert. "
                                + shown.strip() + "</td>");
    }

    private static Parser parser() {
        return Parser.builder()
                .extensions(List.of(TablesExtension.create(), AutolinkExtension.create()))
                .build();
    }

    private void earlierEpisode() throws SQLException {
        model.sample(
                "alert-seat-utilization-open",
                Map.of("openedAt", "2026-02-20T10:00:00Z", "occurredAt", "2026-02-20T10:00:00Z"));
        model.sample(
                "alert-seat-utilization-resolved",
                Map.of("openedAt", "2026-02-20T10:00:00Z", "occurredAt", "2026-02-20T12:00:00Z"));
    }

    private void tenantsAlert(int tenant, String status, String at) throws SQLException, IOException {
        String id = "4b1f6c5e-7c1a-4d0e-9a55-0c9f2f5f1a0" + tenant;
        ObjectNode alert = Json.MAPPER.createObjectNode();
        alert.put("alertId", "5ac0e1f7b2d8446" + tenant)
                .put("eventId", "5ac0e1f7b2d8446" + tenant + ":1:" + (status.equals("RESOLVED") ? 3 : 2))
                .put("tenantId", id)
                .put("tenantName", "Tenant " + tenant)
                .put("status", status)
                .put("sequence", status.equals("RESOLVED") ? 3 : 2)
                .put("severity", "CRITICAL")
                .put("affectedUsers", 12)
                .put("occurredAt", at)
                .put("openedAt", "2026-03-04T11:00:00Z");
        model.sample(
                "alert-license-expired-updated",
                Json.MAPPER.convertValue(alert, new TypeReference<Map<String, Object>>() {}));
    }

    private String text(String alertId, int episode) {
        return model.database()
                .read(handle -> EpisodeRows.of(handle, alertId, episode))
                .map(found -> PostMortem.of(found, NOW, null))
                .orElseThrow();
    }

    private static void isAs(String golden, String text) throws IOException {
        Path file = GOLDEN.resolve(golden + ".md");
        if (System.getProperty(WRITE) != null) {
            Files.writeString(file, text);
        }
        assertThat(text).as("%s; write it with -D%s", file, WRITE).isEqualTo(Files.readString(file));
    }
}
