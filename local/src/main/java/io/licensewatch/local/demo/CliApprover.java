package io.licensewatch.local.demo;

import io.licensewatch.cli.remedy.ApproveCommand;
import io.licensewatch.schemas.result.RemediationResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;

/** Approves as a person does, with {@code licensewatch approve}. */
record CliApprover(String bootstrapServers) implements Approver {
    private static final String PERSON = "ada";

    @Override
    public void approve(RemediationResult waiting) {
        String plan = Objects.requireNonNull(waiting.plan(), "a plan waits").planHash();
        StringWriter words = new StringWriter();
        int exitCode = ApproveCommand.commandLine()
                .setOut(new PrintWriter(words, true))
                .setErr(new PrintWriter(words, true))
                .execute(
                        waiting.commandId(),
                        "--plan",
                        plan,
                        "--by",
                        PERSON,
                        "--no-wait",
                        "--bootstrap",
                        bootstrapServers);
        if (exitCode != 0) {
            throw new IllegalStateException("licensewatch approve exited with " + exitCode + ": " + words);
        }
    }
}
