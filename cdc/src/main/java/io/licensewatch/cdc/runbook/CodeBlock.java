package io.licensewatch.cdc.runbook;

import java.util.Locale;
import java.util.Set;

/**
 * A piece of code in a Markdown file.
 *
 * @param info the first word behind a fence, in lower case; empty where there is none
 */
record CodeBlock(Kind kind, String info, Excerpt code) {
    private static final Set<String> SQL = Set.of("sql", "psql", "postgresql", "postgres", "pgsql", "plpgsql");
    private static final Set<String> SHELL =
            Set.of("bash", "sh", "shell", "zsh", "console", "shell-session", "terminal", "shellscript", "");

    /** How it is written. */
    enum Kind {
        FENCED,
        INDENTED,
        INLINE,
        HTML
    }

    static CodeBlock fenced(String info, Excerpt code) {
        String word = info.strip().split("[\\s{,:]", 2)[0];
        return new CodeBlock(Kind.FENCED, word.toLowerCase(Locale.ROOT), code);
    }

    boolean isSql() {
        return SQL.contains(info);
    }

    /** Or may be one: nobody says what it is. */
    boolean isShell() {
        return kind != Kind.INLINE && SHELL.contains(info);
    }
}
