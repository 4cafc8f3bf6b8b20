package io.licensewatch.worker.mail;

import io.licensewatch.worker.external.ExternalTask;
import io.licensewatch.worker.ledger.Outcome;
import io.licensewatch.worker.mail.MailSettings.Encryption;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one message for a command to all administrators of its tenant. Only the SMTP server gets their addresses: they must not
 * be in a log, a topic or an error message.
 */
public final class Mailer {
    private static final Logger LOG = LoggerFactory.getLogger(Mailer.class);
    private static final int PERMANENT = 500;

    private final MailSettings settings;
    private final Session session;

    public Mailer(MailSettings settings) {
        this.settings = settings;
        this.session = Session.getInstance(properties(settings));
    }

    private static Properties properties(MailSettings settings) {
        String timeout = Long.toString(settings.timeout().toMillis());
        Properties p = new Properties();
        p.put("mail.transport.protocol", "smtp");
        p.put("mail.smtp.host", settings.host().orElse(""));
        p.put("mail.smtp.port", Integer.toString(settings.port()));
        p.put("mail.smtp.connectiontimeout", timeout);
        p.put("mail.smtp.timeout", timeout);
        p.put("mail.smtp.writetimeout", timeout);
        p.put("mail.smtp.auth", Boolean.toString(settings.user().isPresent()));
        p.put("mail.smtp.ssl.enable", Boolean.toString(settings.encryption() == Encryption.TLS));
        p.put("mail.smtp.starttls.enable", Boolean.toString(settings.encryption() == Encryption.STARTTLS));
        p.put("mail.smtp.starttls.required", Boolean.toString(settings.encryption() == Encryption.STARTTLS));
        p.put("mail.smtp.ssl.checkserveridentity", "true");
        // An invalid address does not prevent mail to the others.
        p.put("mail.smtp.sendpartial", "true");
        return p;
    }

    /** @param recipients the addresses from the database */
    public Outcome send(ExternalTask task, List<String> recipients) {
        List<InternetAddress> to = addresses(recipients);
        if (to.isEmpty()) {
            return Outcome.failed(
                    recipients.isEmpty()
                            ? "the tenant has no administrator with a mail address"
                            : "no address is valid");
        }
        try {
            send(message(task, to), to);
            return Outcome.done("sent to " + to.size());
        } catch (IllegalArgumentException e) {
            return Outcome.failed(String.valueOf(e.getMessage()));
        } catch (MessagingException e) {
            return outcome(e, to.size());
        }
    }

    private void send(Message message, List<InternetAddress> to) throws MessagingException {
        Transport transport = session.getTransport();
        try {
            transport.connect(settings.user().orElse(null), settings.password().orElse(null));
            transport.sendMessage(message, to.toArray(Address[]::new));
        } finally {
            close(transport);
        }
    }

    /** The delivery has been decided before the connection closes. */
    private static void close(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            LOG.debug("the connection to the SMTP server did not close cleanly");
        }
    }

    private static List<InternetAddress> addresses(List<String> recipients) {
        List<InternetAddress> addresses = new ArrayList<>();
        for (String recipient : recipients) {
            try {
                InternetAddress address = new InternetAddress(recipient, true);
                address.validate();
                addresses.add(address);
            } catch (MessagingException e) {
                LOG.debug("an address of an administrator is invalid"); // the address must not be logged
            }
        }
        return addresses;
    }

    private Message message(ExternalTask task, List<InternetAddress> to) throws MessagingException {
        MailText text = MailText.of(task, settings.link());
        InternetAddress from = new InternetAddress(settings.from().orElse(""));
        MimeMessage message = new Identified(session, messageId(task.commandId(), from));
        message.setFrom(from);
        if (settings.replyTo().isPresent()) {
            message.setReplyTo(
                    new Address[] {new InternetAddress(settings.replyTo().get())});
        }
        message.setRecipients(Message.RecipientType.TO, to.toArray(Address[]::new));
        message.setSubject(text.subject(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(task.issuedAt()));
        message.setText(text.body(), StandardCharsets.UTF_8.name());
        // Suppresses auto-replies and out-of-office replies.
        message.setHeader("Auto-Submitted", "auto-generated");
        message.saveChanges();
        return message;
    }

    /** The same in each attempt, so that mail systems can drop duplicates. */
    static String messageId(String commandId, InternetAddress from) {
        String address = from.getAddress();
        String left = commandId.replaceAll("[^A-Za-z0-9._-]", "-");
        return "<" + left + ".licensewatch@"
                + address.substring(address.indexOf('@') + 1).toLowerCase(Locale.ROOT) + ">";
    }

    /** Our own message, because those of the server and of the library contain addresses. */
    private static Outcome outcome(MessagingException e, int recipients) {
        if (e instanceof SendFailedException failed
                && failed.getValidSentAddresses() != null
                && failed.getValidSentAddresses().length > 0) {
            return Outcome.done("sent to " + failed.getValidSentAddresses().length + " of " + recipients);
        }
        if (e instanceof AuthenticationFailedException) {
            return Outcome.tryAgain("the SMTP server refuses the login: set " + MailSettings.USER.name(), null);
        }
        int code = code(e);
        if (code >= PERMANENT) {
            return Outcome.failed("the SMTP server answered " + code);
        }
        return Outcome.tryAgain(
                code > 0 ? "the SMTP server answered " + code : "the SMTP server cannot be reached", null);
    }

    /** The code of the first error response; 0 if there is none. */
    private static int code(MessagingException e) {
        int code = 0;
        for (@Nullable Exception next = e;
                next != null;
                next = next instanceof MessagingException more ? more.getNextException() : null) {
            if (next instanceof SMTPAddressFailedException address) {
                code = address.getReturnCode();
            } else if (next instanceof SMTPSendFailedException send && send.getReturnCode() > 0) {
                code = send.getReturnCode();
            }
        }
        return code;
    }

    /** Keeps its id; the library would generate a new one each time. */
    private static final class Identified extends MimeMessage {
        private final String id;

        Identified(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
