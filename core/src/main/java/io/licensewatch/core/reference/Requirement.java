package io.licensewatch.core.reference;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a role needs a licence for.
 *
 * @param resource what the role gives access to, such as a surface id
 * @param mode whether all or any of the features must be licensed
 * @param features feature ids; none means that nothing is required
 */
public record Requirement(String resource, Mode mode, SortedSet<String> features) {
    public Requirement {
        features = Collections.unmodifiableSortedSet(new TreeSet<>(features));
    }

    /** How many of the features must be licensed. */
    public enum Mode {
        ALL_OF,
        ANY_OF
    }

    /** The features that are not licensed; empty if the requirement is satisfied. */
    public SortedSet<String> missing(Set<String> licensed) {
        if (mode == Mode.ANY_OF && features.stream().anyMatch(licensed::contains)) {
            return Collections.emptySortedSet();
        }
        SortedSet<String> missing = new TreeSet<>(features);
        missing.removeAll(licensed);
        return missing;
    }

    /** Requirements by resource and mode. Those with the same resource and mode are merged. */
    public static final class Union {
        private final Map<String, Requirement> found = new TreeMap<>();

        public Union(Collection<Requirement> first) {
            first.forEach(this::add);
        }

        public void add(Requirement requirement) {
            found.merge(requirement.mode() + requirement.resource(), requirement, (a, b) -> {
                TreeSet<String> features = new TreeSet<>(a.features());
                features.addAll(b.features());
                return new Requirement(a.resource(), a.mode(), features);
            });
        }

        public List<Requirement> all() {
            return List.copyOf(found.values());
        }
    }
}
