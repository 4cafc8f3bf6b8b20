package io.licensewatch.streams.replay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Two runs over one history, side by side. Two episodes of an alert are one when they have some time in common.
 *
 * @param same alerts that are the same in both, at the same times
 * @param present what the present rules say, by rule
 * @param other what the other rules say, by rule
 */
record Comparison(
        List<Difference> differences, long same, Map<String, RuleCount> present, Map<String, RuleCount> other) {
    private static final RuleCount NONE = new RuleCount(0, 0, 0, 0, 0);

    static Comparison of(Episodes present, Episodes other, Instant from) {
        Map<String, List<Episode>> here = present.since(from);
        Map<String, List<Episode>> there = other.since(from);
        List<Difference> pairs = new ArrayList<>();
        TreeSet<String> keys = new TreeSet<>(here.keySet());
        keys.addAll(there.keySet());
        for (String key : keys) {
            pair(here.getOrDefault(key, List.of()), there.getOrDefault(key, List.of()), pairs);
        }
        List<Difference> differences = pairs.stream()
                .filter(pair -> !isSame(pair, from))
                .sorted(Comparator.comparing((Difference one) -> one.either().openedAt())
                        .thenComparing(one -> one.either().key()))
                .toList();
        return new Comparison(differences, pairs.size() - differences.size(), counts(here, from), counts(there, from));
    }

    /** Both are in order, and none overlaps another of its own. */
    private static void pair(List<Episode> here, List<Episode> there, List<Difference> pairs) {
        int next = 0;
        for (Episode one : here) {
            while (next < there.size() && !there.get(next).resolvedAt().isAfter(one.openedAt())) {
                pairs.add(new Difference(null, there.get(next++)));
            }
            boolean paired = next < there.size() && one.overlaps(there.get(next));
            pairs.add(new Difference(one, paired ? there.get(next++) : null));
        }
        while (next < there.size()) {
            pairs.add(new Difference(null, there.get(next++)));
        }
    }

    private static boolean isSame(Difference pair, Instant from) {
        Episode present = pair.present();
        Episode other = pair.other();
        if (present == null || other == null) {
            return false;
        }
        List<Transition> here = present.since(from);
        List<Transition> there = other.since(from);
        if (here.size() != there.size()) {
            return false;
        }
        for (int i = 0; i < here.size(); i++) {
            boolean before =
                    !here.get(i).at().isAfter(from) && !there.get(i).at().isAfter(from);
            boolean sameTime = before || here.get(i).at().equals(there.get(i).at());
            if (!sameTime || !here.get(i).saysAs(there.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, RuleCount> counts(Map<String, List<Episode>> byKey, Instant from) {
        Map<String, List<Episode>> byRule = new TreeMap<>();
        byKey.values()
                .forEach(episodes -> byRule.computeIfAbsent(episodes.get(0).rule(), rule -> new ArrayList<>())
                        .addAll(episodes));
        Map<String, RuleCount> counts = new TreeMap<>();
        byRule.forEach((rule, episodes) -> counts.put(rule, RuleCount.of(episodes, from)));
        return counts;
    }

    List<String> rules() {
        TreeSet<String> rules = new TreeSet<>(present.keySet());
        rules.addAll(other.keySet());
        return List.copyOf(rules);
    }

    RuleCount present(String rule) {
        return present.getOrDefault(rule, NONE);
    }

    RuleCount other(String rule) {
        return other.getOrDefault(rule, NONE);
    }

    static RuleCount total(Map<String, RuleCount> counts) {
        return counts.values().stream().reduce(NONE, RuleCount::plus);
    }
}
