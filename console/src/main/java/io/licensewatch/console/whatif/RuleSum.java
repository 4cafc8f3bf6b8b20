package io.licensewatch.console.whatif;

/**
 * The alerts of a rule.
 *
 * @param now how many there are
 * @param then how many there would be
 * @param opens of those none of now
 * @param ends how many of now there would not be
 * @param changes how many would have another stage, severity or level
 * @param unknown tenants of which nobody can say
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
