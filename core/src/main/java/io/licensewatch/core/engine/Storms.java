package io.licensewatch.core.engine;

import io.licensewatch.core.store.KeyReader;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rules whose incident several tenants have at once, as the system task has reported. They are few, and needed by each evaluation: kept in
 * memory.
 */
final class Storms {
    private static final int RULE = 0x01;
    private static final byte[] PRESENT = {1};

    private final KeyValues store;
    private final Set<String> rules = new TreeSet<>();

    Storms(KeyValues store) {
        this.store = store;
        byte[] all = new KeyWriter().tag(RULE).toBytes();
        store.scan(all, KeyWriter.after(all), (key, value) -> rules.add(ruleOf(key)));
    }

    private static byte[] key(String rule) {
        return new KeyWriter().tag(RULE).text(rule).toBytes();
    }

    private static String ruleOf(byte[] key) {
        KeyReader in = new KeyReader(key);
        in.tag();
        return in.text();
    }

    /** Ids of the rules. */
    Set<String> rules() {
        return rules;
    }

    /** Sets whether several tenants have the incident of a rule. Returns whether that has changed. */
    boolean put(String rule, boolean open) {
        byte[] key = key(rule);
        if (open) {
            store.put(key, PRESENT);
            return rules.add(rule);
        }
        store.delete(key);
        return rules.remove(rule);
    }
}
