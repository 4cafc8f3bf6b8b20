package io.licensewatch.console.whatif;

/**
 * The alerts of a rule.
 *
 * @param now their present number
 * @param then their number with the other thresholds
 * @param opens those that do not exist now
 * @param ends present ones that would not exist
 * @param changes those with another stage, severity or level
 * @param unknown tenants for which the rule is unknown
 */
public record RuleSum(long now, long then, long opens, long ends, long changes, long unknown) {
    static final RuleSum NONE = new RuleSum(0, 0, 0, 0, 0, 0);

    RuleSum plus(RuleSum other) {
        return new RuleSum(
                now + other.now,
                then + other.then,
                opens + other.opens,
                ends + other.ends,
                changes + other.changes,
                unknown + other.unknown);
    }
}
