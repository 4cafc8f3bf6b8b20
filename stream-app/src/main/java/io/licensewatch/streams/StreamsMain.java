package io.licensewatch.streams;

import io.licensewatch.runtime.process.FormatLocale;
import io.licensewatch.streams.replay.ReplayCommand;

/** Main class of the stream-app process. */
public final class StreamsMain {
    private StreamsMain() {}

    public static void main(String[] arguments) {
        FormatLocale.set();
        System.exit(StreamsCommand.commandLine()
                .addSubcommand(ReplayCommand.commandLine())
                .execute(arguments));
    }
}
