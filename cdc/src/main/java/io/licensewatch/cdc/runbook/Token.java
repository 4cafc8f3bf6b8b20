package io.licensewatch.cdc.runbook;

import java.util.Locale;

/**
 * A token of SQL, as Postgres' lexer and psql's cut it.
 *
 * @param end behind its last character
 */
record Token(Kind kind, String text, int start, int end) {
    enum Kind {
        /** An identifier or a keyword without quotes. */
        WORD,
        /** An identifier in double quotes. */
        QUOTED,
        STRING,
        NUMBER,
        OPERATOR,
        /** A parenthesis, bracket, comma, dot, semicolon or colon. */
        PUNCTUATION,
        /** What a person or psql puts a value in for: {@code :id}, {@code $1}, {@code <TENANT_ID>}, {@code {{tenant}}}. */
        PLACEHOLDER,
        /** A command of psql, to the end of its line. */
        META,
        /** No token of SQL. */
        STRANGE
    }

    boolean is(String word) {
        return kind == Kind.WORD ? text.equalsIgnoreCase(word) : kind == Kind.PUNCTUATION && text.equals(word);
    }

    boolean isOneOf(String... words) {
        for (String word : words) {
            if (is(word)) {
                return true;
            }
        }
        return false;
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }

    /** As Postgres reads it: in lower case without quotes, as it is within them. */
    String name() {
        if (kind == Kind.QUOTED) {
            int end = text.length() > 1 && text.endsWith("\"") ? text.length() - 1 : text.length();
            return text.substring(1, end).replace("\"\"", "\"");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    /** What a string without escapes holds. */
    String value() {
        int begin = text.indexOf('\'');
        int end = text.lastIndexOf('\'');
        return begin < 0 || end <= begin ? text : text.substring(begin + 1, end).replace("''", "'");
    }
}
