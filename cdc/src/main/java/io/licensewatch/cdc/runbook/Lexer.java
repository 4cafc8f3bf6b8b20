package io.licensewatch.cdc.runbook;

import io.licensewatch.cdc.runbook.Token.Kind;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Cuts SQL into tokens as Postgres does with standard_conforming_strings on, and psql's variables and the placeholders of
 * documents with it. Of a string or comment without an end, the end is the text's.
 */
final class Lexer {
    private static final String OPERATOR = "+-*/<>=~!@#%^&|?";
    private static final Pattern NUMBER = Pattern.compile("(?:\\d[\\d_]*(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?");
    private static final Pattern DOLLAR_QUOTE = Pattern.compile("\\$(?:[A-Za-z_\\x80-\\uFFFF][\\w\\x80-\\uFFFF]*)?\\$");
    private static final Pattern STRING = Pattern.compile("(?:[eEbBxXnN]|[uU]&)?'");
    /** Of these a value is expected where they are, and none is anything in SQL. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}\\n]*}}|\\$?\\{[\\w .:-]+}|\\$\\w+"
            + "|<[A-Za-z_](?:[\\w.:/-]*\\w)?>|:[A-Za-z_]\\w*|:'[A-Za-z_]\\w*'|:\"[A-Za-z_]\\w*\"");
    /** These are operators too, unless a value is expected. */
    private static final Pattern VALUE = Pattern.compile("\\?|%\\(\\w+\\)s|%[sd]|@\\w+");

    private static final Set<String> BEFORE_A_VALUE = Set.of(
            "where",
            "and",
            "or",
            "not",
            "in",
            "select",
            "limit",
            "offset",
            "then",
            "else",
            "when",
            "like",
            "ilike",
            "between",
            "on",
            "having",
            "set",
            "returning",
            "values",
            "case",
            "is",
            "by",
            "interval",
            "date",
            "timestamp",
            "timestamptz",
            "any",
            "all");

    private final String text;
    private final int end;
    private int index;
    private int brackets;
    private @Nullable Token previous;

    Lexer(String text, int from, int to) {
        this.text = text;
        this.index = from;
        this.end = to;
    }

    int index() {
        return index;
    }

    void moveTo(int place) {
        index = place;
        previous = null;
        brackets = 0;
    }

    /** The next one; null at the end. */
    @Nullable
    Token next() {
        skipBlanks();
        if (index >= end) {
            return null;
        }
        Token token = token();
        index = token.end();
        previous = token;
        return token;
    }

    /** To the next token, over blanks and comments; these may be nested. */
    private void skipBlanks() {
        while (index < end) {
            if (Character.isWhitespace(text.charAt(index))) {
                index++;
            } else if (text.startsWith("--", index)) {
                index = indexOf("\n", index);
            } else if (text.startsWith("/*", index)) {
                skipComment();
            } else {
                return;
            }
        }
    }

    private void skipComment() {
        int depth = 0;
        do {
            if (text.startsWith("/*", index)) {
                depth++;
                index += 2;
            } else if (text.startsWith("*/", index)) {
                depth--;
                index += 2;
            } else {
                index++;
            }
        } while (depth > 0 && index < end);
        index = Math.min(index, end);
    }

    private Token token() {
        char c = text.charAt(index);
        if (c == '\\') {
            return to(Kind.META, indexOf("\n", index));
        }
        int string = matched(STRING);
        if (string > 0) {
            boolean escapes = c == 'e' || c == 'E';
            return to(Kind.STRING, quoted('\'', index + string, escapes));
        }
        if (c == '"' || ((c == 'u' || c == 'U') && text.startsWith("&\"", index + 1))) {
            return to(Kind.QUOTED, quoted('"', text.indexOf('"', index) + 1, false));
        }
        int dollars = matched(DOLLAR_QUOTE);
        if (dollars > 0) {
            String tag = text.substring(index, index + dollars);
            int close = text.indexOf(tag, index + dollars);
            if (close >= 0 && close + dollars <= end) {
                return to(Kind.STRING, close + dollars);
            }
        }
        if (isLetter(c)) {
            return word();
        }
        int number = matched(NUMBER);
        if (number > 0) {
            return to(Kind.NUMBER, index + number);
        }
        int placeholder = placeholder(c);
        if (placeholder > 0) {
            return to(Kind.PLACEHOLDER, index + placeholder);
        }
        if (OPERATOR.indexOf(c) >= 0) {
            return operator();
        }
        return punctuation(c);
    }

    private int placeholder(char c) {
        if (c == ':' && (brackets > 0 || (index > 0 && text.charAt(index - 1) == ':'))) {
            return 0; // a slice of an array, or a cast
        }
        int sure = matched(PLACEHOLDER);
        return sure > 0 || !isValueExpected() ? sure : matched(VALUE);
    }

    private boolean isValueExpected() {
        Token last = previous;
        if (last == null) {
            return false;
        }
        return switch (last.kind()) {
            case OPERATOR -> true;
            case PUNCTUATION -> last.isOneOf("(", ",", "[");
            case WORD -> BEFORE_A_VALUE.contains(last.text().toLowerCase(Locale.ROOT));
            default -> false;
        };
    }

    private Token word() {
        int to = index;
        while (to < end && (isLetter(text.charAt(to)) || isDigit(text.charAt(to)) || text.charAt(to) == '$')) {
            to++;
        }
        return to(Kind.WORD, to);
    }

    private Token operator() {
        int to = index;
        while (to < end
                && OPERATOR.indexOf(text.charAt(to)) >= 0
                && !text.startsWith("--", to)
                && !text.startsWith("/*", to)
                && !(to > index && isPlaceholderAt(to))) {
            to++;
        }
        return to(Kind.OPERATOR, Math.max(to, index + 1));
    }

    /** As in {@code =<TENANT_ID>}. */
    private boolean isPlaceholderAt(int place) {
        return text.charAt(place) == '<' && length(PLACEHOLDER, place) > 0;
    }

    private Token punctuation(char c) {
        if (c == '[') {
            brackets++;
        } else if (c == ']' && brackets > 0) {
            brackets--;
        }
        if (text.startsWith("::", index) || text.startsWith(":=", index)) {
            return to(Kind.PUNCTUATION, index + 2);
        }
        if ("()[],.;:".indexOf(c) >= 0) {
            return to(Kind.PUNCTUATION, index + 1);
        }
        return to(Kind.STRANGE, index + Character.charCount(text.codePointAt(index)));
    }

    private int quoted(char quote, int from, boolean escapes) {
        int i = from;
        while (i < end) {
            char c = text.charAt(i);
            if (c == '\\' && escapes) {
                i++;
            } else if (c == quote) {
                if (i + 1 < end && text.charAt(i + 1) == quote) {
                    i++;
                } else {
                    return i + 1;
                }
            }
            i++;
        }
        return end;
    }

    private int indexOf(String what, int from) {
        int found = text.indexOf(what, from);
        return found < 0 ? end : Math.min(found, end);
    }

    private int matched(Pattern pattern) {
        return length(pattern, index);
    }

    private int length(Pattern pattern, int place) {
        Matcher matcher = pattern.matcher(text).region(place, end);
        return matcher.lookingAt() ? matcher.end() - place : 0;
    }

    private Token to(Kind kind, int to) {
        int stop = Math.min(to, end);
        return new Token(kind, text.substring(index, stop), index, stop);
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
