package io.licensewatch.streams.settings;

import io.licensewatch.core.detect.RuleOrder;
import io.licensewatch.runtime.settings.ConfigurationException;
import io.licensewatch.runtime.settings.Setting;
import io.licensewatch.runtime.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/** Numbers of the rules that only make sense in an order. */
final class OrderedSettings {
    private static final String RULES = "licensewatch.rules.";

    private OrderedSettings() {}

    private record Pair(Setting<?> one, RuleOrder order, Setting<?> other) {
        static Pair of(RuleOrder order) {
            return new Pair(setting(order.less()), order, setting(order.more()));
        }

        boolean holds(Settings settings) {
            return order.holds(compare(settings.get(one), settings.get(other)));
        }

        String problem(Settings settings) {
            return "wrong setting " + one.name() + " = " + shown(settings, one) + ": expected " + order.relation() + " "
                    + other.name() + ", which is " + shown(settings, other);
        }

        private static String shown(Settings settings, Setting<?> setting) {
            return "'" + settings.shown().get(setting.name()) + "'";
        }
    }

    private static Setting<?> setting(String name) {
        return StreamSettings.all().stream()
                .filter(setting -> setting.name().equals(RULES + name))
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked") // both are numbers of one kind, or spans of time
    private static int compare(Object one, Object other) {
        return ((Comparable<Object>) one).compareTo(other);
    }

    /** @throws ConfigurationException with a line for each pair that is in no order */
    static void check(Settings settings) {
        List<String> problems = new ArrayList<>();
        for (RuleOrder order : RuleOrder.ALL) {
            Pair pair = Pair.of(order);
            if (!pair.holds(settings)) {
                problems.add(pair.problem(settings));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }
}
