package io.licensewatch.streams;

import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.settings.Setting;
import io.licensewatch.runtime.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/** Numbers of the rules that only make sense in an order, such as stages that come closer. */
final class RuleOrder {
    private static final List<Pair<?>> PAIRS = List.of(
            new Pair<>(StreamSettings.SEATS_NEAR, "less than", StreamSettings.SEATS_EXCEEDED),
            new Pair<>(StreamSettings.SEATS_EXCEEDED, "less than", StreamSettings.SEATS_CRITICAL),
            new Pair<>(StreamSettings.EXPIRY_SOON, "less than", StreamSettings.EXPIRY_NOTICE),
            new Pair<>(StreamSettings.EXPIRY_FINAL, "less than", StreamSettings.EXPIRY_SOON),
            new Pair<>(StreamSettings.IMPACT_TENANTS, "at most", StreamSettings.IMPACT_WIDESPREAD),
            new Pair<>(StreamSettings.FAILING, "at most", StreamSettings.UNHEALTHY));

    private RuleOrder() {}

    private record Pair<T extends Comparable<? super T>>(Setting<T> one, String relation, Setting<T> other) {
        boolean holds(Settings settings) {
            int order = settings.get(one).compareTo(settings.get(other));
            return order < 0 || (order == 0 && relation.equals("at most"));
        }

        String problem(Settings settings) {
            return "wrong setting " + one.name() + " = " + shown(settings, one) + ": expected " + relation + " "
                    + other.name() + ", which is " + shown(settings, other);
        }

        private String shown(Settings settings, Setting<T> setting) {
            return "'" + settings.shown().get(setting.name()) + "'";
        }
    }

    /** @throws ConfigurationException with a line for each pair that is in no order */
    static void check(Settings settings) {
        List<String> problems = new ArrayList<>();
        for (Pair<?> pair : PAIRS) {
            if (!pair.holds(settings)) {
                problems.add(pair.problem(settings));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }
}
