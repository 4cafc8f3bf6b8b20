package io.licensewatch.cdc.runbook;

import java.util.List;

/** Finds places among the tokens of a statement. */
final class Tokens {
    private Tokens() {}

    /** The first of these words outside of parentheses; {@code to} when there is none. */
    static int find(List<Token> tokens, int from, int to, String... words) {
        int depth = 0;
        for (int i = from; i < to; i++) {
            Token token = tokens.get(i);
            if (depth == 0 && token.isOneOf(words)) {
                return i;
            }
            if (token.isOneOf("(", "[")) {
                depth++;
            } else if (token.isOneOf(")", "]")) {
                depth--;
            }
        }
        return to;
    }

    /** The parenthesis that closes the one here; {@code to} when none does. */
    static int closing(List<Token> tokens, int open, int to) {
        int depth = 0;
        for (int i = open; i < to; i++) {
            if (tokens.get(i).is("(")) {
                depth++;
            } else if (tokens.get(i).is(")") && --depth == 0) {
                return i;
            }
        }
        return to;
    }

    static boolean is(List<Token> tokens, int index, String... words) {
        return index >= 0 && index < tokens.size() && tokens.get(index).isOneOf(words);
    }
}
