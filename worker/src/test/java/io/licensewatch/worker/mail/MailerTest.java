package io.licensewatch.worker.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.DummySSLSocketFactory;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.settings.Setting;
import io.licensewatch.runtime.settings.Settings;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.worker.external.ExternalTask;
import io.licensewatch.worker.ledger.Outcome;
import jakarta.mail.internet.MimeMessage;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against an SMTP server. */
class MailerTest {
    private static final List<String> ADMINISTRATORS = List.of("ada@harbour.example", "bo@harbour.example");

    private GreenMail server;

    @BeforeEach
    void start() {
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private Mailer mailer(Map<String, String> more) {
        Map<String, String> given = new HashMap<>(Map.of(
                "licensewatch.worker.mail.host", "127.0.0.1",
                "licensewatch.worker.mail.port",
                        Integer.toString(server.getSmtp().getPort()),
                "licensewatch.worker.mail.encryption", "none",
                "licensewatch.worker.mail.from", "licences@saas.example",
                "licensewatch.worker.mail.timeout", "2s"));
        given.putAll(more);
        return new Mailer(settings(given));
    }

    private static MailSettings settings(Map<String, String> given) {
        List<Setting<?>> known = MailSettings.all();
        return MailSettings.of(Settings.of(known, given));
    }

    private static ExternalTask task(String stage) {
        return new ExternalTask(
                "51d3a7c900001357",
                ExternalTask.MAIL,
                CommandType.NOTIFY_TENANT_ADMIN,
                "tenant-1",
                "license:" + stage,
                Instant.parse("2026-03-25T00:00:00Z"),
                Map.of("stage", stage, "coveredUntil", "2026-04-01T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "NOTICE, Your licence ends on 1 April 2026",
        "SOON, Your licence ends soon: on 1 April 2026",
        "FINAL, Last reminder: your licence ends on 1 April 2026",
        "EXPIRED, Your licence has ended"
    })
    void each_stage_has_its_text(String stage, String subject) throws Exception {
        Outcome outcome = mailer(Map.of("licensewatch.worker.mail.link", "https://saas.example/billing"))
                .send(task(stage), ADMINISTRATORS);

        assertThat(outcome.ok()).isTrue();
        MimeMessage received = server.getReceivedMessages()[0];
        assertThat(received.getSubject()).startsWith(subject);
        assertThat(received.getFrom()).extracting(Object::toString).containsExactly("licences@saas.example");
        assertThat(received.getContent().toString())
                .contains("1 April 2026, 00:00 UTC", "https://saas.example/billing", "51d3a7c900001357")
                .doesNotContain("{{", "tenant-1");
    }

    @Test
    void all_administrators_get_the_same_message() throws Exception {
        mailer(Map.of()).send(task("SOON"), ADMINISTRATORS);
        assertThat(server.getReceivedMessages()).hasSize(2); // GreenMail counts one per mailbox
        assertThat(server.getReceivedMessages()[0].getAllRecipients())
                .extracting(Object::toString)
                .containsExactlyElementsOf(ADMINISTRATORS);
    }

    @Test
    void a_message_that_is_sent_again_has_the_same_id() throws Exception {
        Mailer mailer = mailer(Map.of());
        mailer.send(task("SOON"), ADMINISTRATORS.subList(0, 1));
        mailer.send(task("SOON"), ADMINISTRATORS.subList(0, 1));
        assertThat(server.getReceivedMessages())
                .extracting(MimeMessage::getMessageID)
                .containsExactly(
                        "<51d3a7c900001357.licensewatch@saas.example>", "<51d3a7c900001357.licensewatch@saas.example>");
    }

    @Test
    void a_mail_about_features_with_different_ends_names_no_time() throws Exception {
        ExternalTask several = new ExternalTask(
                "c1",
                ExternalTask.MAIL,
                CommandType.NOTIFY_TENANT_ADMIN,
                "tenant-1",
                "license",
                Instant.EPOCH,
                Map.of("stage", "SOON"));
        mailer(Map.of()).send(several, ADMINISTRATORS);
        assertThat(server.getReceivedMessages()[0].getSubject()).contains("different times");
    }

    @Test
    void an_invalid_address_does_not_prevent_mail_to_others() {
        Outcome outcome =
                mailer(Map.of()).send(task("SOON"), List.of("not an address", "ada@harbour.example", "x\r\nBcc: y@z"));
        assertThat(outcome.ok()).isTrue();
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @Test
    void a_tenant_without_administrators_is_a_permanent_failure() {
        Outcome outcome = mailer(Map.of()).send(task("SOON"), List.of());
        assertThat(outcome.ok()).isFalse();
        assertThat(outcome.retryable()).isFalse();
    }

    @Test
    void a_stage_without_a_text_is_a_permanent_failure() {
        assertThat(mailer(Map.of()).send(task("TOMORROW"), ADMINISTRATORS).retryable())
                .isFalse();
    }

    @Test
    void an_unavailable_server_is_retried_and_no_address_is_logged() {
        Mailer mailer = mailer(Map.of());
        server.stop();
        Outcome outcome = mailer.send(task("SOON"), ADMINISTRATORS);
        assertThat(outcome.retryable()).isTrue();
        assertThat(outcome.message()).doesNotContain("ada", "harbour");
    }

    @Test
    void a_refused_login_is_retried_and_no_password_is_logged() {
        server.getManagers().getUserManager().setAuthRequired(true);
        server.setUser("licences@saas.example", "smtp", "right-password");
        Map<String, String> wrong =
                Map.of("licensewatch.worker.mail.user", "smtp", "licensewatch.worker.mail.password", "wrong-password");
        Outcome outcome = mailer(wrong).send(task("SOON"), ADMINISTRATORS);
        assertThat(outcome.ok()).isFalse();
        assertThat(outcome.retryable()).isTrue();
        assertThat(outcome.message()).doesNotContain("wrong-password").contains("licensewatch.worker.mail.user");

        Map<String, String> right =
                Map.of("licensewatch.worker.mail.user", "smtp", "licensewatch.worker.mail.password", "right-password");
        assertThat(mailer(right).send(task("SOON"), ADMINISTRATORS).ok()).isTrue();
    }

    @Test
    void a_server_without_encryption_gets_no_mail() {
        Outcome outcome = mailer(Map.of("licensewatch.worker.mail.encryption", "starttls"))
                .send(task("SOON"), ADMINISTRATORS);
        assertThat(outcome.ok()).isFalse();
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void a_server_with_an_untrusted_certificate_gets_no_mail() {
        assertThat(new DummySSLSocketFactory()).isNotNull(); // GreenMail's own is self-signed
        GreenMail encrypted = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
        encrypted.start();
        try {
            Outcome outcome = mailer(Map.of(
                            "licensewatch.worker.mail.encryption",
                            "tls",
                            "licensewatch.worker.mail.port",
                            Integer.toString(encrypted.getSmtps().getPort())))
                    .send(task("SOON"), ADMINISTRATORS);
            assertThat(outcome.ok()).isFalse();
            assertThat(encrypted.getReceivedMessages()).isEmpty();
        } finally {
            encrypted.stop();
        }
    }

    @Test
    void a_host_needs_a_sender() {
        assertThatThrownBy(() -> settings(Map.of("licensewatch.worker.mail.host", "smtp.example")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("licensewatch.worker.mail.from");
    }
}
