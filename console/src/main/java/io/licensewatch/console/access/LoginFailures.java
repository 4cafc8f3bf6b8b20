package io.licensewatch.console.access;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts wrong credentials per minute. An address with too many is blocked until the next minute, and so is everybody if there
 * are too many in total.
 */
final class LoginFailures {
    static final int MOST_OF_ONE = 20;
    static final int MOST_OF_ALL = 200;

    private final Clock clock;
    private final Map<String, Integer> ofAddress = new HashMap<>();
    private int ofAll;
    private long minute;

    LoginFailures(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean isBlocked(String address) {
        forgetOld();
        return ofAll >= MOST_OF_ALL || ofAddress.getOrDefault(address, 0) >= MOST_OF_ONE;
    }

    synchronized void count(String address) {
        forgetOld();
        ofAll++;
        ofAddress.merge(address, 1, Integer::sum);
    }

    private void forgetOld() {
        long now = clock.millis() / Duration.ofMinutes(1).toMillis();
        if (now != minute) {
            minute = now;
            ofAll = 0;
            ofAddress.clear();
        }
    }
}
