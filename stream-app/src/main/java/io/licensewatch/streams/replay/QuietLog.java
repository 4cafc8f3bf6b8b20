package io.licensewatch.streams.replay;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What detection logs of history is no news: while it is replayed, only errors are logged. */
final class QuietLog {
    private static final String[] NAMES = {"io.licensewatch.streams", "org.apache.kafka"};

    private final Map<Logger, @Nullable Level> former = new HashMap<>();

    private QuietLog() {}

    static QuietLog begin() {
        QuietLog quiet = new QuietLog();
        for (String name : NAMES) {
            if (LoggerFactory.getLogger(name) instanceof Logger logger) {
                quiet.former.put(logger, logger.getLevel());
                logger.setLevel(Level.ERROR);
            }
        }
        return quiet;
    }

    void end() {
        former.forEach(Logger::setLevel);
    }
}
