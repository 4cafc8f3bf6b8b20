package io.licensewatch.core.engine;

import io.licensewatch.core.store.DurableQueue;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.Space;

/** The parts of the reference task's store. The numbers are on disk: never renumber. */
enum ReferenceSpace {
    // 0x01 and 0x02 are the parts of the queue of rows.
    WAITING_FRONTIERS(0x03),
    /** Which rows have arrived, of all inputs. */
    ARRIVALS(0x04),
    FAR_REFERENCE_ROWS(0x05),
    FAR_TENANTLESS_ROWS(0x06),
    ADMISSION(0x07),
    FAR_ROLES(0x08),
    /** Roles that the tenant tasks do not take for live. */
    SENT_ROLES(0x09),
    /** Users that the tenant tasks do not take for live. */
    SENT_USERS(0x0A);

    private final int tag;

    ReferenceSpace(int tag) {
        this.tag = tag;
    }

    KeyValues of(KeyValues store) {
        return new Space(store, tag);
    }

    /** Rows that wait for the frontier that covers them. */
    static DurableQueue queuedRows(KeyValues store) {
        return new DurableQueue(store);
    }
}
