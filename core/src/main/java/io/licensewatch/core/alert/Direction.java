package io.licensewatch.core.alert;

/** Where a condition moves, compared with what was published last. */
enum Direction {
    UP,
    DOWN,
    SIDEWAYS
}
