package io.licensewatch.local;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What a shell needs to complete commands and options as they are typed. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a script for bash, and for zsh with bashcompinit, that completes commands, options and their values.",
            "For this shell: source <(licensewatch completion). For all: write it to"
                    + " /etc/bash_completion.d/licensewatch, or ~/.local/share/bash-completion/completions/licensewatch."
        })
final class CompletionCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine()
                .getOut()
                .println(AutoComplete.bash("licensewatch", spec.root().commandLine()));
        spec.commandLine().getOut().flush();
    }
}
