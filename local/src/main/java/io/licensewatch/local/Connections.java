package io.licensewatch.local;

import io.licensewatch.cli.Palette;
import io.licensewatch.embedded.EmbeddedPostgres16;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;

/** Says how to reach the parts of a stack. */
record Connections(LocalStack stack, LocalOptions options) {
    void print(PrintStream out, Palette palette) {
        EmbeddedPostgres16 postgres = stack.postgres();
        String http = "http://127.0.0.1:" + stack.httpPort();
        if (postgres == null) {
            line(out, palette, "Postgres", new WatchedSource(String.valueOf(options.sourceUrl())) + " is watched");
        } else {
            line(
                    out,
                    palette,
                    "Postgres 16",
                    "PGPASSFILE=" + quoted(postgres.passwordFile().toAbsolutePath()) + " psql postgresql://"
                            + EmbeddedPostgres16.USER + "@127.0.0.1:" + postgres.port() + "/"
                            + EmbeddedPostgres16.DATABASE);
        }
        line(out, palette, "Kafka", stack.bootstrapServers());
        line(out, palette, "console", palette.strong(stack.consoleAddress()));
        line(out, palette, "metrics", http + "/metrics");
        line(out, palette, "health", http + "/health/ready");
        line(
                out,
                palette,
                "state",
                options.dataDirectory() == null
                        ? "temporary; --data-dir DIR keeps it"
                        : options.dataDirectory().toAbsolutePath() + " (kept)");
        line(out, palette, "alerts", "./licensewatch tail alerts --bootstrap " + stack.bootstrapServers());
    }

    /** For a shell, where it has to be. */
    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9._/-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private static void line(PrintStream out, Palette palette, String label, String text) {
        out.println("   " + palette.strong(String.format(Locale.ROOT, "%-13s", label)) + text);
    }
}
