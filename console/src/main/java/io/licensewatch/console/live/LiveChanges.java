package io.licensewatch.console.live;

import io.licensewatch.console.feed.Change;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Passes each change on to the listeners. It does not buffer: clients read the earlier state themselves. */
public final class LiveChanges implements Consumer<List<Change>> {
    private final Set<Consumer<List<Change>>> listeners = ConcurrentHashMap.newKeySet();

    /** @param listener called on the feed's thread; it must not block */
    public AutoCloseable listen(Consumer<List<Change>> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    public int listeners() {
        return listeners.size();
    }

    @Override
    public void accept(List<Change> changes) {
        if (!changes.isEmpty()) {
            listeners.forEach(listener -> listener.accept(changes));
        }
    }
}
