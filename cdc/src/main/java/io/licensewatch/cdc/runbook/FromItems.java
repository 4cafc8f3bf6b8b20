package io.licensewatch.cdc.runbook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The tables that a statement reads or writes and by which names it calls them, as far as its tokens show: for suggestions only. */
final class FromItems {
    /** What follows a table without an alias. */
    private static final Set<String> FOLLOWERS = Set.of(
            "where",
            "join",
            "left",
            "right",
            "full",
            "inner",
            "cross",
            "natural",
            "on",
            "using",
            "group",
            "order",
            "having",
            "limit",
            "offset",
            "fetch",
            "union",
            "intersect",
            "except",
            "for",
            "set",
            "returning",
            "window",
            "values",
            "select",
            "tablesample",
            "default",
            "when",
            "with",
            "overriding",
            "lateral",
            "not");

    private final Map<String, Name> byAlias = new LinkedHashMap<>();

    private FromItems() {}

    static FromItems of(List<Token> tokens) {
        FromItems items = new FromItems();
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).isOneOf("from", "join", "into", "update", "using", ",", "only")) {
                Name name = Name.at(tokens, i + 1);
                if (!name.isEmpty()) {
                    items.byAlias.putIfAbsent(alias(tokens, name), name);
                }
            }
        }
        return items;
    }

    /** By which the statement calls the table that is named there. */
    static String alias(List<Token> tokens, Name name) {
        int next = name.to();
        if (Tokens.is(tokens, next, "as")) {
            next++;
        }
        return hasAlias(tokens, name) ? tokens.get(next).name() : name.last();
    }

    static boolean hasAlias(List<Token> tokens, Name name) {
        int next = name.to();
        if (Tokens.is(tokens, next, "as")) {
            return next + 1 < tokens.size() && tokens.get(next + 1).isName();
        }
        if (next >= tokens.size() || !tokens.get(next).isName()) {
            return false;
        }
        Token token = tokens.get(next);
        return token.kind() == Token.Kind.QUOTED
                || !FOLLOWERS.contains(token.text().toLowerCase(Locale.ROOT));
    }

    /** The table of that alias, or all of them where it is empty. */
    List<Name> called(String alias) {
        if (alias.isEmpty()) {
            return new ArrayList<>(byAlias.values());
        }
        Name name = byAlias.get(alias);
        return name == null ? List.of() : List.of(name);
    }
}
