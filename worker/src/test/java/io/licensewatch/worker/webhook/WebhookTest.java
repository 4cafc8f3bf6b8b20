package io.licensewatch.worker.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.settings.Setting;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.worker.external.ExternalTask;
import io.licensewatch.worker.ledger.Outcome;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests with a server that verifies signatures. */
class WebhookTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String NEW_SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
    private static final Instant NOW = Instant.parse("2026-03-25T00:00:10Z");
    private static final ExternalTask RENEWAL = new ExternalTask(
            "51d3a7c900001357",
            ExternalTask.WEBHOOK,
            CommandType.START_RENEWAL,
            "tenant-1",
            "license",
            Instant.parse("2026-03-25T00:00:00Z"),
            Map.of("featureIds", List.of("f1", "f2")));

    private Receiver receiver;

    @BeforeEach
    void start() throws Exception {
        receiver = new Receiver(SECRET);
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    private Webhook webhook(Map<String, String> more) {
        Map<String, String> given = new HashMap<>(Map.of(
                "licensewatch.worker.webhook.url", receiver.url(), "licensewatch.worker.webhook.secret", SECRET));
        given.putAll(more);
        return new Webhook(settings(given), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static WebhookSettings settings(Map<String, String> given) {
        List<Setting<?>> known = WebhookSettings.all();
        return WebhookSettings.of(Settings.of(known, given));
    }

    @Test
    void a_call_has_the_command_and_is_signed() throws Exception {
        Outcome outcome = webhook(Map.of()).call(RENEWAL);

        assertThat(outcome.ok()).isTrue();
        assertThat(receiver.calls()).singleElement().satisfies(call -> {
            assertThat(call.signed()).isTrue();
            assertThat(call.id()).isEqualTo("51d3a7c900001357");
            assertThat(call.timestamp()).isEqualTo(NOW.getEpochSecond());
            assertThat(Json.MAPPER.readTree(call.body())).isEqualTo(Json.MAPPER.readTree("""
                    {"type": "remediation.start_renewal", "timestamp": "2026-03-25T00:00:00Z",
                     "data": {"commandId": "51d3a7c900001357", "tenantId": "tenant-1", "target": "license",
                              "parameters": {"featureIds": ["f1", "f2"]}}}"""));
        });
    }

    @Test
    void a_repeated_call_has_the_same_id_and_body() {
        receiver.answers(500);
        Webhook webhook = webhook(Map.of());
        webhook.call(RENEWAL);
        webhook.call(RENEWAL);

        assertThat(receiver.calls()).hasSize(2);
        assertThat(receiver.calls().get(1)).isEqualTo(receiver.calls().get(0));
    }

    @Test
    void a_receiver_with_the_former_secret_still_accepts_calls() {
        webhook(Map.of(
                        "licensewatch.worker.webhook.secret", NEW_SECRET,
                        "licensewatch.worker.webhook.former-secret", SECRET))
                .call(RENEWAL);
        assertThat(receiver.calls()).singleElement().matches(Receiver.Call::signed);
    }

    @Test
    void a_call_with_another_secret_is_rejected() {
        webhook(Map.of("licensewatch.worker.webhook.secret", NEW_SECRET)).call(RENEWAL);
        assertThat(receiver.calls()).singleElement().matches(call -> !call.signed());
    }

    @ParameterizedTest
    @CsvSource({
        "200, true, false", "204, true, false", "301, false, false", "307, false, false", "400, false, false",
        "401, false, false", "404, false, false", "408, false, true", "410, false, false", "425, false, true",
        "429, false, true", "500, false, true", "502, false, true", "503, false, true", "504, false, true"
    })
    void the_answer_determines_the_outcome(int status, boolean ok, boolean retryable) {
        receiver.answers(status, Map.of("location", receiver.url() + "/elsewhere"));
        Outcome outcome = webhook(Map.of()).call(RENEWAL);
        assertThat(outcome.ok()).isEqualTo(ok);
        assertThat(outcome.retryable()).isEqualTo(retryable);
        assertThat(receiver.calls()).hasSize(1); // no redirect is followed
    }

    @ParameterizedTest
    @CsvSource({"120, 120", "'Wed, 25 Mar 2026 00:01:10 GMT', 60", "'Tue, 24 Mar 2026 00:00:00 GMT', 0", "999999, 3600"
    })
    void a_retry_after_is_respected(String retryAfter, long seconds) {
        receiver.answers(503, Map.of("retry-after", retryAfter));
        assertThat(webhook(Map.of()).call(RENEWAL).retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void an_invalid_retry_after_is_ignored() {
        receiver.answers(503, Map.of("retry-after", "soon"));
        assertThat(webhook(Map.of()).call(RENEWAL).retryAfter()).isNull();
    }

    @Test
    void an_unreachable_receiver_is_retried() {
        receiver.close();
        Outcome outcome = webhook(Map.of()).call(RENEWAL);
        assertThat(outcome.retryable()).isTrue();
        assertThat(outcome.message()).doesNotContain("licensewatch"); // the path may be a secret itself
    }

    @Test
    void a_receiver_that_does_not_answer_is_retried() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1)) {
            Outcome outcome = webhook(Map.of(
                            "licensewatch.worker.webhook.url",
                            "http://127.0.0.1:" + silent.getLocalPort() + "/",
                            "licensewatch.worker.webhook.timeout",
                            "200ms"))
                    .call(RENEWAL);
            assertThat(outcome.retryable()).isTrue();
        }
    }

    @Test
    void a_type_can_have_its_own_receiver() {
        Webhook webhook = webhook(Map.of(
                "licensewatch.worker.webhook.url",
                "http://127.0.0.1:9/",
                "licensewatch.worker.webhook.url-by-type",
                "UPGRADE_SEATS=http://127.0.0.1:9/x, START_RENEWAL=" + receiver.url()));
        assertThat(webhook.call(RENEWAL).ok()).isTrue();
    }

    @Test
    void a_type_without_a_receiver_is_unsupported() {
        Webhook webhook = new Webhook(settings(Map.of()), Clock.systemUTC());
        assertThat(webhook.call(RENEWAL).unsupported()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://saas.example/",
                "ftp://saas.example/",
                "https://user:secret@saas.example/",
                "saas.example",
                "https:///x"
            })
    void an_unencrypted_or_invalid_address_is_rejected(String url) {
        assertThatThrownBy(() -> settings(
                        Map.of("licensewatch.worker.webhook.url", url, "licensewatch.worker.webhook.secret", SECRET)))
                .isInstanceOf(ConfigurationException.class)
                .message()
                .doesNotContain("secret@");
    }

    @Test
    void an_address_needs_a_secret() {
        assertThatThrownBy(() -> settings(Map.of("licensewatch.worker.webhook.url", "https://saas.example/x")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("licensewatch.worker.webhook.secret");
    }
}
