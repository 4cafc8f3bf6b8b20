package io.licensewatch.streams.lineage;

import io.licensewatch.streams.lineage.StoreLineage.Home;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The lineage of a task's stores: that they were begun at the beginning of the inputs, and the last offset of each input that they
 * have taken. It is written in the transaction that takes the record, and compared with the group's offsets when the task starts. A
 * task whose state or offsets were lost, in whole or in part, is refused.
 */
public final class TaskLineage {
    private static final long NOTHING = -1;

    private final String task;
    private final int partition;
    private final List<StoreLineage> stores;
    private final Map<String, Taken> taken = new HashMap<>();
    /** Those that are to be put before the store is flushed. */
    private final Set<Taken> moved = new HashSet<>();

    private final Home home;
    private final Inputs inputs;
    private long turn;
    private boolean putOff;
    private boolean begun;
    private boolean turned;

    /** The last offset of a topic, and the key under which it is kept. */
    private static final class Taken {
        private final byte[] key;
        private long offset;

        private Taken(byte[] key, long offset) {
            this.key = key;
            this.offset = offset;
        }
    }

    private TaskLineage(String task, int partition, List<StoreLineage> stores, Home home, Inputs inputs) {
        this.task = task;
        this.partition = partition;
        this.stores = List.copyOf(stores);
        this.home = home;
        this.inputs = inputs;
    }

    /**
     * Reads the lineage of a task that starts.
     *
     * @param task for people
     * @param partition of all inputs
     * @param stores of which the first, always the same, keeps up to where the inputs have been taken
     * @throws StateRefusedException when the state and the offsets do not fit each other
     */
    static TaskLineage open(
            String task, int partition, Set<String> topics, List<StoreLineage> stores, Home home, Inputs inputs) {
        TaskLineage lineage = new TaskLineage(task, partition, stores, home, inputs);
        Map<String, Long> next = inputs.next(topics, partition);
        lineage.putOff = lineage.first().store().beforeFlush(lineage::putTaken);
        lineage.begun = lineage.wereBegun(next);
        for (String topic : topics) {
            byte[] key = StoreLineage.takenKey(topic);
            lineage.taken.put(topic, new Taken(key, lineage.first().taken(key)));
        }
        if (lineage.begun) {
            lineage.requireSameLogs();
            lineage.requireSameTurn();
            lineage.turn = lineage.first().turn();
            if (inputs.known()) {
                topics.forEach(topic -> lineage.requireFit(topic, Optional.ofNullable(next.get(topic))));
            }
        }
        return lineage;
    }

    private StoreLineage first() {
        return stores.get(0);
    }

    private boolean wereBegun(Map<String, Long> next) {
        boolean any = false;
        for (StoreLineage store : stores) {
            Optional<Home> found = store.home(task);
            any |= found.isPresent();
            if (found.isPresent() && !found.get().equals(home)) {
                throw refused(
                        store,
                        "it is of application " + found.get().applicationId() + " on Kafka cluster "
                                + found.get().cluster() + ", and this is application " + home.applicationId()
                                + " on cluster " + home.cluster() + ": give this one a state directory of its own");
            }
        }
        for (StoreLineage store : stores) {
            if (store.home(task).isEmpty()) {
                requireBeginning(store, any, next);
            }
        }
        return any;
    }

    private void requireBeginning(StoreLineage store, boolean othersBegun, Map<String, Long> next) {
        // A group whose offsets were set to 0 has read nothing.
        boolean read = next.values().stream().anyMatch(offset -> offset > 0);
        if (othersBegun || read) {
            String why = next.entrySet().stream()
                    .filter(input -> input.getValue() > 0)
                    .map(input -> input.getKey() + "-" + partition + " was read up to " + input.getValue())
                    .findFirst()
                    .orElse("others of the task are not");
            throw refused(store, "it is empty or holds a part, and " + why + ": its changelog topic was deleted");
        }
        if (!store.isEmpty()) {
            throw refused(store, "it holds something, and was not begun by this release");
        }
    }

    /** A state directory that a reset has forgotten would mix with what is in the new log. */
    private void requireSameLogs() {
        for (StoreLineage store : stores) {
            String log = log(store);
            String id = inputs.ids(Set.of(log)).getOrDefault(log, "");
            String former = store.topicId(log);
            if (!id.isEmpty() && !former.isEmpty() && !id.equals(former)) {
                throw refused(
                        store,
                        "its changelog topic " + log
                                + " was deleted and made again; after a reset, delete the state directory"
                                + " on this machine too");
            }
        }
    }

    private String log(StoreLineage store) {
        return home.applicationId() + "-" + store.name() + "-changelog";
    }

    private void requireSameTurn() {
        for (StoreLineage store : stores) {
            if (store.turn() != first().turn()) {
                StoreLineage older = store.turn() < first().turn() ? store : first();
                throw refused(older, "it is older than the other store of the task: its changelog topic lost its end");
            }
        }
    }

    private void requireFit(String topic, Optional<Long> next) {
        long last = takenOf(topic).offset;
        String input = topic + "-" + partition;
        if (next.isEmpty()) {
            if (last >= 0 && !wasMadeAgain(topic)) {
                throw refused(
                        first(), "it has taken " + input + " up to " + last + ", and the group has no offset there");
            }
            return;
        }
        if (next.get() <= last) {
            if (wasMadeAgain(topic)) {
                return;
            }
            throw wentBack(input, last, next.get());
        }
        if (next.get() > last + 1 && inputs.anyRecord(new TopicPartition(topic, partition), last + 1, next.get())) {
            throw refused(
                    first(),
                    "it has taken " + input + " up to " + last + ", and the group has read up to " + (next.get() - 1)
                            + ": its changelog topic lost its end");
        }
    }

    /**
     * Whether a source topic was deleted since: Kafka forgets the group's offsets with it, and cdc makes it again and writes into it
     * what the table holds. Topics of our own are not created again like this.
     */
    private boolean wasMadeAgain(String topic) {
        if (topic.startsWith(home.applicationId() + "-")) {
            return false;
        }
        String id = inputs.ids(Set.of(topic)).getOrDefault(topic, "");
        boolean again = !id.isEmpty() && !id.equals(first().topicId(topic));
        if (again) {
            takenOf(topic).offset = NOTHING;
        }
        return again;
    }

    private StateRefusedException wentBack(String input, long last, long offset) {
        return refused(
                first(),
                "it has taken " + input + " up to " + last + ", and the group reads from " + offset
                        + ": its offsets were set back, or the topic was made again");
    }

    private StateRefusedException refused(StoreLineage store, String what) {
        return new StateRefusedException(task, store.name(), what);
    }

    private Taken takenOf(String topic) {
        return taken.computeIfAbsent(topic, t -> new Taken(StoreLineage.takenKey(t), NOTHING));
    }

    /** Whether the stores were begun; if not, the task is at the beginning of its inputs. */
    public boolean begun() {
        return begun;
    }

    /** The task begins with what it does now: what follows is in the same transaction. */
    public void begin() {
        stores.forEach(store -> {
            store.begin(home);
            store.topicId(log(store), inputs.ids(Set.of(log(store))).getOrDefault(log(store), ""));
        });
        begun = true;
    }

    /**
     * A record is being taken.
     *
     * @throws StateRefusedException when one behind it has been taken before
     */
    public void took(String topic, long offset) {
        Taken last = takenOf(topic);
        if (offset <= last.offset && !wasMadeAgain(topic)) {
            throw wentBack(topic + "-" + partition, last.offset, offset);
        }
        if (last.offset == NOTHING) {
            first().topicId(topic, inputs.ids(Set.of(topic)).getOrDefault(topic, ""));
        }
        last.offset = offset;
        moved.add(last);
        if (!putOff) {
            putTaken();
        }
        if (!turned) {
            turn();
        }
    }

    private void putTaken() {
        moved.forEach(last -> first().taken(last.key, last.offset));
        moved.clear();
    }

    /**
     * To be called at each punctuation of the task.
     *
     * @param worked whether there was
     */
    public void tick(boolean worked) {
        if (worked || turned) {
            turn();
        }
        turned = false;
    }

    private void turn() {
        turned = true;
        if (stores.size() > 1) {
            turn++;
            stores.forEach(store -> store.turn(turn));
        }
    }
}
