package io.licensewatch.worker;

import com.fasterxml.jackson.databind.JsonNode;
import io.licensewatch.schemas.command.CommandType;
import io.licensewatch.worker.external.ExternalTask;
import io.licensewatch.worker.ledger.Ledger;
import io.licensewatch.worker.ledger.Outcome;
import io.licensewatch.worker.loop.Externals;
import io.licensewatch.worker.mail.MailSettings;
import io.licensewatch.worker.mail.Mailer;
import io.licensewatch.worker.webhook.Webhook;
import io.licensewatch.worker.webhook.WebhookSettings;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** The configured mail and webhooks. */
final class ExternalWork implements Externals {
    private static final List<CommandType> BY_WEBHOOK = List.of(
            CommandType.START_RENEWAL,
            CommandType.UPGRADE_SEATS,
            CommandType.RERUN_ONBOARDING_STEP,
            CommandType.CLEAR_CACHES);

    private final MailSettings mail;
    private final WebhookSettings webhooks;
    private final Mailer mailer;
    private final Webhook webhook;

    ExternalWork(MailSettings mail, WebhookSettings webhooks, Clock clock) {
        this.mail = mail;
        this.webhooks = webhooks;
        this.mailer = new Mailer(mail);
        this.webhook = new Webhook(webhooks, clock);
    }

    /** Types without configuration: the ledger answers them with UNSUPPORTED, and a person has to act. */
    List<String> unsupported() {
        return Stream.concat(
                        mail.isConfigured() ? Stream.empty() : Stream.of(CommandType.NOTIFY_TENANT_ADMIN),
                        BY_WEBHOOK.stream().filter(type -> webhooks.urlOf(type).isEmpty()))
                .map(CommandType::name)
                .toList();
    }

    @Override
    public Outcome carryOut(String commandId, JsonNode json, Ledger ledger) {
        ExternalTask task;
        try {
            task = ExternalTask.of(commandId, json);
        } catch (IllegalArgumentException e) {
            return Outcome.failed(String.valueOf(e.getMessage()));
        }
        return switch (task.kind()) {
            case ExternalTask.MAIL ->
                mail.isConfigured()
                        ? mailer.send(task, ledger.recipients(commandId))
                        : Outcome.unsupported("no mail is sent: set " + MailSettings.HOST.name());
            case ExternalTask.WEBHOOK -> webhook.call(task);
            default -> Outcome.unsupported("unknown kind of task: " + task.kind());
        };
    }
}
