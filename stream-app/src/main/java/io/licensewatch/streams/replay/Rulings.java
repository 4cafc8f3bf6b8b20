package io.licensewatch.streams.replay;

import io.licensewatch.runtime.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The two sets of rules that are compared.
 *
 * @param present those that this process would have by its settings
 * @param other the same with what the rules file says
 * @param name of the other ones, for people
 */
record Rulings(Settings present, Settings other, String name) {
    /** What they are about is left out of a replay. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            RulesFile.PREFIX + "feed-silence", RulesFile.PREFIX + "held-hold", RulesFile.PREFIX + "retire-after");

    /** @param effect whether a replay can show it */
    record Change(String rule, String present, String other, boolean effect) {}

    /** The rules that differ. */
    List<Change> changes() {
        Map<String, String> here = present.shown();
        Map<String, String> there = other.shown();
        List<Change> changes = new ArrayList<>();
        RulesFile.rules().forEach(setting -> {
            String name = setting.name();
            if (!present.get(setting).equals(other.get(setting))) {
                changes.add(new Change(
                        name,
                        here.getOrDefault(name, ""),
                        there.getOrDefault(name, ""),
                        !WITHOUT_EFFECT.contains(name)));
            }
        });
        return changes;
    }
}
