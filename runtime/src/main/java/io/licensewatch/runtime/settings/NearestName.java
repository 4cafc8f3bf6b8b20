package io.licensewatch.runtime.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class NearestName {
    private NearestName() {}

    /** The name with the smallest edit distance, unless that would rewrite half of it. */
    static Optional<String> of(String given, Collection<String> known) {
        return known.stream()
                .min(Comparator.<String>comparingInt(name -> edits(given, name)).thenComparing(name -> name))
                .filter(name -> edits(given, name) <= Math.max(3, name.length() / 2));
    }

    /** All nearest names, among thousands: at most a third of the given name may differ. */
    public static List<String> amongMany(String given, Collection<String> known) {
        int most = Math.max(2, given.length() / 3);
        List<String> nearest = new ArrayList<>();
        for (String name : known) {
            int edits = Math.abs(name.length() - given.length()) > most ? most + 1 : edits(given, name);
            if (edits < most) {
                nearest.clear();
                most = edits;
            }
            if (edits == most) {
                nearest.add(name);
            }
        }
        return List.copyOf(nearest);
    }

    /** Levenshtein's distance. */
    static int edits(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int substitute = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substitute, Math.min(row[j - 1], previous[j]) + 1);
            }
            previous = row;
        }
        return previous[to.length()];
    }
}
