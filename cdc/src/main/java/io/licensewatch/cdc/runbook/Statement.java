package io.licensewatch.cdc.runbook;

import java.util.List;

/**
 * One statement, or one command of psql.
 *
 * @param source what its tokens' places are in
 * @param tokens not empty; without comments and the semicolon
 * @param certain whether it is marked as SQL; otherwise it only resembles SQL
 */
record Statement(Excerpt source, List<Token> tokens, boolean certain) {
    Statement {
        tokens = List.copyOf(tokens);
    }

    boolean isMeta() {
        return tokens.get(0).kind() == Token.Kind.META;
    }

    /** Where in the file the token is; behind the last one, its end. */
    int at(int token) {
        return token < tokens.size()
                ? source.at(tokens.get(token).start())
                : source.at(tokens.get(tokens.size() - 1).end());
    }
}
