package io.licensewatch.local.demo;

import java.util.List;

/**
 * One incident from its cause to its end.
 *
 * @param story a sentence that says what happens at the customer
 */
record Incident(String title, String story, List<Step> steps) {
    Incident {
        steps = List.copyOf(steps);
    }
}
