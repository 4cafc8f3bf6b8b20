package io.licensewatch.core.reference;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A product offering with the features that it contains. */
public record Offering(
        String offeringId, @Nullable String name, SeatLimit seatLimit, boolean live, Set<String> features) {
    public Offering {
        features = Set.copyOf(features);
    }
}
