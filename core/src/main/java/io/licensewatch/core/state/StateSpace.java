package io.licensewatch.core.state;

import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.Space;
import org.jspecify.annotations.Nullable;

/** The parts of a tenant task's state store. Each key begins with the number of its part. The numbers are on disk: never renumber. */
public enum StateSpace {
    /** What the task has once; see {@link TaskKeys}. */
    TASK(0x01),
    REFERENCE_ROWS(0x02),
    /** Rows of tenants that wait for the frontier that covers them. */
    BUFFERED_ROWS(0x03),
    TENANTS(0x04),
    KNOWN_TENANTS(0x05),
    LISTED_USERS(0x06),
    ROLES_OF_USERS(0x07),
    TENANTS_OF_ROLES(0x08),
    TENANTLESS_ROWS(0x09),
    ROLES_OF_TENANTLESS_ROWS(0x0A),
    DEPENDENCIES(0x0B),
    /** Frontiers that wait for the rows that they cover. */
    WAITING_FRONTIERS(0x0C),
    /** Rows of tenants far beyond the newest frontier. */
    FAR_ROWS(0x0D),
    /** Reference rows far beyond the newest frontier. */
    FAR_SHARED_ROWS(0x0E),
    /** Positions of the log at which commands took effect. */
    AWAITED_EFFECTS(0x0F),
    /** Rules whose incident several tenants have at once. */
    STORMS(0x10),
    /** The rules under which all tenants were evaluated last. */
    RULES_SEEN(0x11),
    ROLE_STANDINGS(0x12),
    /** What is needed to evaluate late what was due at frontiers that were skipped. */
    BACKLOG(0x18),
    /** Tenants that need an evaluation. */
    EVALUATION_QUEUE(0x19);

    private static final @Nullable StateSpace[] BY_TAG = new StateSpace[0x20];

    static {
        for (StateSpace space : values()) {
            BY_TAG[space.tag] = space;
        }
    }

    private final int tag;

    StateSpace(int tag) {
        this.tag = tag;
    }

    /** The part in which a key is. */
    public static StateSpace of(byte[] key) {
        int tag = new KeyReader(key).tag();
        StateSpace space = tag < BY_TAG.length ? BY_TAG[tag] : null;
        if (space == null) {
            throw new IllegalStateException("no part of the state store has the number " + tag);
        }
        return space;
    }

    /** The part as a map of its own, for a class that defines its keys itself. */
    public KeyValues of(KeyValues store) {
        return new Space(store, tag);
    }

    /** What all keys of the part begin with. */
    public byte[] all() {
        return key().toBytes();
    }

    KeyWriter key() {
        return new KeyWriter().tag(tag);
    }

    boolean contains(byte[] key) {
        return new KeyReader(key).tag() == tag;
    }

    /** Reads a key of the part, from after the part's number. */
    static KeyReader read(byte[] key) {
        KeyReader in = new KeyReader(key);
        in.tag();
        return in;
    }
}
