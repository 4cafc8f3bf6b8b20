package io.licensewatch.cli;

import io.licensewatch.runtime.text.Visible;
import io.licensewatch.schemas.alert.Severity;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** Colours for a terminal, and none for other outputs. */
public record Palette(boolean colours) {
    /** Colours when standard output is a terminal and NO_COLOR is not set. */
    public static Palette ofTerminal() {
        return new Palette(Ansi.AUTO.enabled());
    }

    public String strong(String text) {
        return paint(text, Style.bold);
    }

    public String faint(String text) {
        return paint(text, Style.faint);
    }

    public String good(String text) {
        return paint(text, Style.fg_green);
    }

    public String bad(String text) {
        return paint(text, Style.fg_red, Style.bold);
    }

    public String name(String text) {
        return paint(text, Style.fg_cyan);
    }

    public String severity(Severity severity, String text) {
        return switch (severity) {
            case INFO -> paint(text, Style.fg_blue);
            case WARNING -> paint(text, Style.fg_yellow);
            case CRITICAL -> paint(text, Style.fg_red, Style.bold);
        };
    }

    private String paint(String text, Style... styles) {
        return colours ? Style.on(styles) + plain(text) + Style.off(styles) : plain(text);
    }

    /** Text from a database must not control the terminal. */
    public static String plain(String text) {
        return Visible.of(text);
    }
}
