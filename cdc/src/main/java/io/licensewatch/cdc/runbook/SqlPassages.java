package io.licensewatch.cdc.runbook;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the SQL in a piece of code: all of it if it is marked as SQL, and otherwise what resembles SQL or is passed to psql. */
final class SqlPassages {
    private static final String OBJECT =
            "(?:unique|table|index|view|materialized|function|procedure|schema|sequence|type|policy|trigger|role|user)";
    private static final Pattern BEGIN = Pattern.compile(
            "(?:select\\s+(?!\\w+\\s+in\\b)|with\\s+(?:recursive\\s+)?\\w+\\s*(?:\\([^)]*\\)\\s*)?as\\s|insert\\s+into\\s|delete\\s+from\\s"
                    + "|update\\s+(?:only\\s+)?[\\w.\"<>{}$]+(?:\\s+(?:as\\s+)?\\w+)?\\s+set\\s|merge\\s+into\\s|truncate\\s+\\w"
                    + "|create\\s+(?:or\\s+replace\\s+|temp\\s+|temporary\\s+)?" + OBJECT + "\\s|alter\\s+" + OBJECT
                    + "\\s|drop\\s+" + OBJECT
                    + "\\s|refresh\\s+materialized\\s|explain\\s+[\\w(]|vacuum\\b|analyze\\b|reindex\\s|grant\\s+\\w|revoke\\s+\\w"
                    + "|copy\\s+[\\w(]|call\\s+\\w|do\\s+\\$|comment\\s+on\\s)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern BLANK_LINE = Pattern.compile("\\n[ \\t]*\\n");
    private static final Pattern META = Pattern.compile("\\\\(?:d|sf|sv|copy)[a-zA-Z+]*(?:\\s|$)");
    /** A string of another language that holds SQL. */
    private static final Pattern QUOTED =
            Pattern.compile("[\"'`]\\s*(?=" + BEGIN.pattern() + ")", Pattern.CASE_INSENSITIVE);

    private final CodeBlock block;
    private final Excerpt code;
    private final String text;
    private final Remarks remarks;
    private final List<Statement> found = new ArrayList<>();

    private SqlPassages(CodeBlock block, Remarks remarks) {
        this.block = block;
        this.code = block.code();
        this.text = code.text();
        this.remarks = remarks;
    }

    static List<Statement> of(CodeBlock block, Remarks remarks) {
        SqlPassages passages = new SqlPassages(block, remarks);
        switch (block.kind()) {
            case INLINE -> passages.inline();
            case HTML -> passages.html();
            case FENCED, INDENTED -> passages.block();
        }
        return List.copyOf(passages.found);
    }

    private void inline() {
        int begin = blanks(0);
        boolean isMeta = META.matcher(text).region(begin, text.length()).lookingAt();
        if (isMeta || begins(begin)) {
            found.addAll(Statements.of(code.slice(begin, text.length()), false));
        }
    }

    private void html() {
        Matcher begin = BEGIN.matcher(text);
        if (begin.find()) {
            remarks.unchecked(code.at(begin.start()), "code in HTML: write it as a block between ``` lines");
        }
    }

    private void block() {
        int first = blanks(0);
        if (block.isSql() || Statements.prompt(text, first) > 0) {
            found.addAll(Statements.of(code, true));
            return;
        }
        int i = first;
        while (i < text.length()) {
            i = blanks(block.isShell() ? one(i) : oneOfAnotherLanguage(i));
        }
    }

    /** A statement, or a command of the shell. */
    private int one(int from) {
        if (text.startsWith("--", from)) {
            return lineEnd(from);
        }
        int end = statement(from);
        if (end > from) {
            return end;
        }
        ShellLine line = ShellLine.read(code, from);
        line.scripts().forEach(script -> found.addAll(Statements.of(script, true)));
        line.files().forEach(file -> remarks.unchecked(file.at(0), "the file " + file.text() + ", which psql reads"));
        line.others().stream()
                .filter(word -> BEGIN.matcher(word.text().strip()).lookingAt())
                .forEach(word -> found.addAll(Statements.of(word, false)));
        return Math.max(line.end(), from + 1);
    }

    private int oneOfAnotherLanguage(int from) {
        int end = statement(from);
        if (end > from) {
            return end;
        }
        Matcher quoted = QUOTED.matcher(text).region(from, lineEnd(from));
        quoted.useTransparentBounds(true);
        if (!quoted.find()) {
            return lineEnd(from);
        }
        int close = closing(text.charAt(quoted.start()), quoted.end());
        found.addAll(Statements.of(code.slice(quoted.end(), close), false));
        return close + 1;
    }

    private int closing(char quote, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) != quote) {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i, text.length());
    }

    /** The end of the statement that begins here; {@code from} when none does. */
    private int statement(int from) {
        if (!begins(from)) {
            return from;
        }
        Matcher blank = BLANK_LINE.matcher(text);
        int limit = blank.find(from) ? blank.start() : text.length();
        List<Statement> first = Statements.first(code, from, limit, false);
        if (first.isEmpty()) {
            return from;
        }
        List<Token> tokens = first.get(0).tokens();
        int end = blanks(tokens.get(tokens.size() - 1).end());
        boolean isEnded = end < limit && text.charAt(end) == ';';
        if (!isEnded && Character.isLowerCase(text.charAt(from + 1))) {
            return from; // a sentence
        }
        found.addAll(first);
        return isEnded ? end + 1 : end;
    }

    private boolean begins(int from) {
        return BEGIN.matcher(text).region(from, text.length()).lookingAt();
    }

    private int blanks(int from) {
        int i = from;
        while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private int lineEnd(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end + 1;
    }
}
