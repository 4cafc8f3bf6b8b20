package io.licensewatch.console.whatif;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.licensewatch.core.detect.RuleOrder;
import io.licensewatch.schemas.json.Json;
import io.licensewatch.schemas.status.SystemHealth;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The given thresholds. The others keep their values in force.
 *
 * @param texts of all thresholds, as given or in force
 * @param given whether any was given
 * @param problems for each wrong value the allowed ones
 * @param rules all thresholds; null if there are problems
 */
public record Given(
        Map<Threshold, String> texts,
        boolean given,
        Map<Threshold, String> problems,
        SystemHealth.@Nullable Rules rules) {
    private static final int LONGEST = 40;

    private record Order(Threshold less, Threshold more, RuleOrder order) {}

    /** The thresholds that can be given. */
    private static final List<Order> ORDERS = RuleOrder.ALL.stream()
            .flatMap(order -> threshold(order.less()).stream()
                    .flatMap(less -> threshold(order.more()).stream().map(more -> new Order(less, more, order))))
            .toList();

    private static Optional<Threshold> threshold(String name) {
        return Threshold.VARIABLE.stream()
                .filter(one -> one.setting().endsWith("." + name))
                .findFirst();
    }

    /** @param values the given value by field name; null or blank if none */
    public static Given of(SystemHealth.Rules inForce, Function<String, @Nullable String> values) {
        Map<Threshold, String> texts = new EnumMap<>(Threshold.class);
        Map<Threshold, String> problems = new EnumMap<>(Threshold.class);
        ObjectNode numbers = Json.MAPPER.valueToTree(inForce);
        boolean given = false;
        for (Threshold threshold : Threshold.VARIABLE) {
            String value = values.apply(threshold.field());
            if (value == null || value.isBlank()) {
                texts.put(threshold, threshold.text(inForce));
                continue;
            }
            given = true;
            String text = value.strip();
            texts.put(threshold, text.substring(0, Math.min(LONGEST, text.length())));
            try {
                if (text.length() > LONGEST) {
                    throw new IllegalArgumentException("too long");
                }
                numbers.set(threshold.field(), threshold.parse(text));
            } catch (RuntimeException e) {
                problems.put(threshold, "expected " + threshold.expected());
            }
        }
        SystemHealth.Rules rules = rules(numbers);
        Set<Threshold> wrong = Set.copyOf(problems.keySet());
        ORDERS.stream()
                .filter(order -> !wrong.contains(order.less()) && !wrong.contains(order.more()))
                .forEach(order -> check(order, rules, problems));
        return new Given(texts, given, problems, problems.isEmpty() ? rules : null);
    }

    private static SystemHealth.Rules rules(ObjectNode numbers) {
        try {
            return Json.MAPPER.treeToValue(numbers, SystemHealth.Rules.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("parsed numbers are invalid", e);
        }
    }

    private static void check(Order order, SystemHealth.Rules rules, Map<Threshold, String> problems) {
        if (!order.order().holds(order.less().compare(rules, order.more()))) {
            problems.put(
                    order.less(),
                    "expected " + order.order().relation() + " \u201c"
                            + order.more().label() + "\u201d, which is "
                            + order.more().text(rules));
        }
    }

    public @Nullable String problem(Threshold threshold) {
        return problems.get(threshold);
    }

    public String text(Threshold threshold) {
        return String.valueOf(texts.get(threshold));
    }
}
