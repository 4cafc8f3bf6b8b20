package io.licensewatch.streams;

/** stream-app as a process of its own. */
public final class StreamsMain {
    private StreamsMain() {}

    public static void main(String[] arguments) {
        System.exit(StreamsCommand.commandLine().execute(arguments));
    }
}
