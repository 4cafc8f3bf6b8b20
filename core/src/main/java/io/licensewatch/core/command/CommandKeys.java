package io.licensewatch.core.command;

import io.licensewatch.core.store.KeyWriter;

/** The keys of one owner's commands, a tenant's or the system's, behind the owner's own. On disk: never renumber. */
final class CommandKeys {
    private static final int ISSUED = 0x01;
    private static final int BARS = 0x02;
    private static final int REQUEST = 0x03;

    private CommandKeys() {}

    static byte[] issued(String commandId) {
        return new KeyWriter().tag(ISSUED).text(commandId).toBytes();
    }

    static byte[] allIssued() {
        return new KeyWriter().tag(ISSUED).toBytes();
    }

    static byte[] bars() {
        return new KeyWriter().tag(BARS).toBytes();
    }

    static byte[] request(String actionId) {
        return new KeyWriter().tag(REQUEST).text(actionId).toBytes();
    }

    static byte[] allRequests() {
        return new KeyWriter().tag(REQUEST).toBytes();
    }
}
