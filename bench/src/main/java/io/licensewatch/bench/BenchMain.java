package io.licensewatch.bench;

import io.licensewatch.local.LocalLogging;
import io.licensewatch.runtime.process.FormatLocale;

/** What the launcher starts for {@code licensewatch bench}. */
public final class BenchMain {
    private BenchMain() {}

    public static void main(String[] arguments) {
        FormatLocale.set();
        LocalLogging.configure(false);
        System.exit(BenchCommand.commandLine().execute(arguments));
    }
}
