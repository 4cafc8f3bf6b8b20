package io.licensewatch.core.alert;

/** Where a condition moves, seen from what was last told of it. */
enum Direction {
    UP,
    DOWN,
    SIDEWAYS
}
