package io.licensewatch.local.demo;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Arrays;

/** An SMTP server that takes mail to everybody; nothing leaves this machine. */
final class Mailbox implements Deliveries, AutoCloseable {
    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    private Mailbox() {}

    static Mailbox open() {
        Mailbox mailbox = new Mailbox();
        mailbox.server.start();
        return mailbox;
    }

    int port() {
        return server.getSmtp().getPort();
    }

    /** Mail says at its end which command it is of. */
    @Override
    public int people(String commandId) {
        return Arrays.stream(server.getReceivedMessages())
                .filter(message -> isOf(message, commandId))
                .mapToInt(Mailbox::recipients)
                .max()
                .orElse(0);
    }

    private static boolean isOf(MimeMessage message, String commandId) {
        try {
            return String.valueOf(message.getContent()).contains(commandId);
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException("a mail cannot be read", e);
        }
    }

    private static int recipients(MimeMessage message) {
        try {
            return message.getRecipients(Message.RecipientType.TO).length;
        } catch (MessagingException e) {
            throw new IllegalStateException("a mail cannot be read", e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
