package io.licensewatch.cdc.runbook;

import io.licensewatch.cdc.runbook.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a script for psql into statements, where psql does: at a semicolon outside of parentheses and of bodies in SQL, and at
 * commands such as {@code \g}.
 */
final class Statements {
    private static final Set<String> SENDING =
            Set.of("\\g", "\\gx", "\\gset", "\\gexec", "\\gdesc", "\\watch", "\\crosstabview", "\\bind");
    /** A prompt of psql, as in a session that was copied. */
    private static final Pattern PROMPT = Pattern.compile("[A-Za-z_][\\w-]*[=\\-'\"(*!^@]+[#>] ?");

    private final Excerpt source;
    private final Lexer lexer;
    private final boolean certain;
    private final boolean session;
    private final List<Statement> found = new ArrayList<>();
    private final List<Token> tokens = new ArrayList<>();
    private int parentheses;
    private int bodies;

    private Statements(Excerpt source, int from, int to, boolean certain, boolean session) {
        this.source = source;
        this.lexer = new Lexer(source.text(), from, to);
        this.certain = certain;
        this.session = session;
    }

    /** Of a whole script. */
    static List<Statement> of(Excerpt script, boolean certain) {
        boolean session = prompt(script.text(), firstText(script.text())) > 0;
        Statements statements = new Statements(script, 0, script.length(), certain, session);
        statements.cut(false);
        return List.copyOf(statements.found);
    }

    /** The statement that begins here; empty when only a comment does. */
    static List<Statement> first(Excerpt source, int from, int to, boolean certain) {
        Statements statements = new Statements(source, from, to, certain, false);
        statements.cut(true);
        return List.copyOf(statements.found);
    }

    private static int firstText(String text) {
        int i = 0;
        while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** How long the prompt that begins here is; 0 when none does. */
    static int prompt(String text, int place) {
        Matcher prompt = PROMPT.matcher(text).region(place, text.length());
        return prompt.lookingAt() ? prompt.end() - prompt.start() : 0;
    }

    private int prompt(int place) {
        return prompt(source.text(), place);
    }

    private void cut(boolean once) {
        skipToPrompt();
        for (Token token = lexer.next(); token != null; token = lexer.next()) {
            take(token);
            if (once && !found.isEmpty()) {
                return;
            }
            skipPrompt(token.end());
        }
        finish();
    }

    private void take(Token token) {
        if (token.kind() == Kind.META) {
            meta(token);
        } else if (token.is(";") && parentheses == 0 && bodies == 0) {
            boolean copies = readsRows();
            finish();
            if (copies) {
                lexer.moveTo(behindRows(token.end()));
            }
            skipToPrompt();
        } else {
            count(token);
            tokens.add(token);
        }
    }

    private void count(Token token) {
        if (token.is("(")) {
            parentheses++;
        } else if (token.is(")") && parentheses > 0) {
            parentheses--;
        } else if (token.is("atomic") && !tokens.isEmpty() && last().is("begin")) {
            bodies = 1;
        } else if (bodies > 0 && token.is("case")) {
            bodies++;
        } else if (bodies > 0 && token.is("end")) {
            bodies--;
        }
    }

    private Token last() {
        return tokens.get(tokens.size() - 1);
    }

    private void meta(Token token) {
        if (tokens.isEmpty()) {
            found.add(new Statement(source, List.of(token), certain));
        } else if (SENDING.contains(token.text().split("\\s", 2)[0])) {
            finish();
        }
        if (tokens.isEmpty()) {
            skipToPrompt();
        }
    }

    private void finish() {
        if (!tokens.isEmpty()) {
            found.add(new Statement(source, tokens, certain));
            tokens.clear();
        }
        parentheses = 0;
        bodies = 0;
    }

    /** Whether rows follow in the script, as in a dump. */
    private boolean readsRows() {
        return tokens.size() > 2 && tokens.get(0).is("copy") && tokens.stream().anyMatch(token -> token.is("stdin"));
    }

    private int behindRows(int from) {
        int end = source.text().indexOf("\n\\.", from);
        return end < 0 ? source.length() : end + 3;
    }

    /** In a copied session, lines without a prompt are what psql answered. */
    private void skipToPrompt() {
        if (!session) {
            return;
        }
        int line = lexer.index() == 0 ? 0 : nextLine(lexer.index());
        while (line < source.length() && prompt(line) == 0) {
            line = nextLine(line);
        }
        lexer.moveTo(Math.min(line + prompt(line), source.length()));
    }

    private void skipPrompt(int from) {
        if (!session || tokens.isEmpty()) {
            return;
        }
        int line = nextLine(from);
        if (line < source.length() && isBlank(from, line)) {
            lexer.moveTo(line + prompt(line));
        }
    }

    private boolean isBlank(int from, int to) {
        return source.text().substring(from, to).isBlank();
    }

    private int nextLine(int from) {
        int end = source.text().indexOf('\n', from);
        return end < 0 ? source.length() : end + 1;
    }
}
