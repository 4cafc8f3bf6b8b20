package io.licensewatch.core.tenant;

import io.licensewatch.core.row.UserRow;
import io.licensewatch.core.state.ListedUserKey;
import io.licensewatch.core.state.StateSpace;
import io.licensewatch.core.store.KeyValues;
import io.licensewatch.core.store.KeyWriter;
import io.licensewatch.core.store.ValueReader;
import io.licensewatch.core.store.ValueWriter;
import io.licensewatch.core.timer.Timers;
import io.licensewatch.schemas.source.SourcePosition;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The users of whom something was reported, and whether each is live. If a foreign key holds {@code user_roles.user_id}, these are the
 * users that are banned, deleted or inactive; otherwise all users of the source. Every task has its own copy, so that a seat count is
 * exact at the frontier for which it is published.
 *
 * <p>What is stored is how the user is counted at present. The end of a ban is a timer, which counts the user again.
 */
final class UserDirectory {
    private static final int VERSION = 3;

    private final KeyValues store;
    private final Timers timers;
    private final ZoneId zone;
    /** Saves a read of the store at every change of an assignment if no users are captured. */
    private boolean empty;

    UserDirectory(KeyValues store, Timers timers, ZoneId zone) {
        this.store = store;
        this.timers = timers;
        this.zone = zone;
        this.empty = true;
        byte[] all = StateSpace.LISTED_USERS.all();
        store.scan(all, KeyWriter.after(all), (key, value) -> {
            empty = false;
            return false;
        });
    }

    private record Entry(SourcePosition position, boolean live, boolean enabled, Instant banEnds) {
        static Entry read(byte[] stored) {
            ValueReader in = new ValueReader(stored, VERSION);
            SourcePosition position = in.position();
            boolean live = in.flag();
            boolean enabled = in.flag();
            Instant banEnds = switch ((int) in.number()) {
                case 0 -> Instant.MIN;
                case 1 -> Instant.MAX;
                default -> Instant.ofEpochSecond(in.number(), in.number());
            };
            return new Entry(position, live, enabled, banEnds);
        }

        byte[] toBytes() {
            ValueWriter out =
                    new ValueWriter(VERSION).position(position).flag(live).flag(enabled);
            if (banEnds.equals(Instant.MIN) || banEnds.equals(Instant.MAX)) {
                out.number(banEnds.equals(Instant.MIN) ? 0 : 1);
            } else {
                out.number(2).number(banEnds.getEpochSecond()).number(banEnds.getNano());
            }
            return out.toBytes();
        }

        UserStatus status() {
            return live ? UserStatus.LIVE : UserStatus.NOT_LIVE;
        }
    }

    UserStatus status(String userId) {
        byte[] stored = empty ? null : store.get(new ListedUserKey(userId).toBytes());
        return stored == null ? UserStatus.UNLISTED : Entry.read(stored).status();
    }

    /**
     * Applies a user's row.
     *
     * @param now the task's clock; a ban that ends later is in force
     * @return how the user is counted from here on
     */
    UserStatus put(UserRow row, SourcePosition position, Instant now) {
        Instant banEnds = row.banEnds(zone);
        if (row.enforced() && row.enabled() && !banEnds.isAfter(now)) {
            remove(row.userId());
            return UserStatus.UNLISTED;
        }
        empty = false;
        return store(row.userId(), position, row.enabled(), banEnds, now);
    }

    private UserStatus store(String userId, SourcePosition position, boolean enabled, Instant banEnds, Instant now) {
        boolean banned = banEnds.isAfter(now);
        Entry entry = new Entry(position, enabled && !banned, enabled, banEnds);
        byte[] bytes = entry.toBytes();
        byte[] key = new ListedUserKey(userId).toBytes();
        byte[] former = store.get(key);
        if (!Arrays.equals(bytes, former)) {
            store.put(key, bytes);
            setTimer(userId, entry, former == null ? null : Entry.read(former));
        }
        return entry.status();
    }

    private void setTimer(String userId, Entry entry, @Nullable Entry former) {
        if (awaitsEnd(entry)) {
            timers.set(Timers.Timer.banEnds(userId), entry.banEnds());
        } else if (former != null && awaitsEnd(former)) {
            timers.clear(Timers.Timer.banEnds(userId));
        }
    }

    private static boolean awaitsEnd(Entry entry) {
        return entry.enabled() && !entry.live() && !entry.banEnds().equals(Instant.MAX);
    }

    /** The ban has expired, unless another has been set since. */
    UserStatus endBan(String userId, Instant now) {
        byte[] stored = store.get(new ListedUserKey(userId).toBytes());
        if (stored == null) {
            return UserStatus.UNLISTED;
        }
        Entry entry = Entry.read(stored);
        return store(userId, entry.position(), entry.enabled(), entry.banEnds(), now);
    }

    void remove(String userId) {
        store.delete(new ListedUserKey(userId).toBytes());
        timers.clear(Timers.Timer.banEnds(userId));
    }

    /** Whether a user who is counted as banned was not banned any more when the next row was written: the task's clock is behind both. */
    boolean banEndedBefore(String userId, Instant written) {
        byte[] stored = empty ? null : store.get(new ListedUserKey(userId).toBytes());
        Entry entry = stored == null ? null : Entry.read(stored);
        return entry != null && awaitsEnd(entry) && !entry.banEnds().isAfter(written);
    }

    /** The position of the user's row; the start if nothing was reported. */
    SourcePosition position(String userId) {
        byte[] stored = store.get(new ListedUserKey(userId).toBytes());
        return stored == null ? SourcePosition.START : position(stored);
    }

    /** The position of the row that an entry was made from. */
    static SourcePosition position(byte[] stored) {
        return Entry.read(stored).position();
    }

    List<String> all() {
        List<String> users = new ArrayList<>();
        byte[] all = StateSpace.LISTED_USERS.all();
        store.scan(all, KeyWriter.after(all), (key, value) -> {
            users.add(ListedUserKey.read(key).userId());
            return true;
        });
        return users;
    }
}
