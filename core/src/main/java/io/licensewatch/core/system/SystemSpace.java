package io.licensewatch.core.system;

import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.Space;

/** The parts of the system task's store. The numbers are on disk: never renumber. */
enum SystemSpace {
    /** What the feed's watch has published last. */
    FEED(0x01),
    JOBS_WAITING(0x02),
    REPORTS_WAITING(0x03),
    VIEWS(0x04),
    SCORES(0x05),
    CRITICAL_WINDOW(0x06),
    ALERTS(0x07),
    /** The frontier that all tasks have passed, and for which all jobs have arrived. */
    CLOCK(0x08),
    /** The last frontier that the reference task has sent. */
    SEEN(0x09),
    PASSED_FRONTIERS(0x0A),
    JOB_ARRIVALS(0x0B),
    WAITING_FRONTIERS(0x0C),
    FAR_JOBS(0x0D),
    COMMANDS(0x0E),
    HELD_COMMANDS(0x0F),
    STORMS(0x10),
    RULES_SEEN(0x11),
    /** Checks that are to be made at the present frontier. */
    REQUESTED_CHECKS(0x12),
    PUBLISHED_SNAPSHOT(0x13);

    private final int tag;

    SystemSpace(int tag) {
        this.tag = tag;
    }

    KeyValues of(KeyValues store) {
        return new Space(store, tag);
    }
}
