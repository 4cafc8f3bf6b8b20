package io.licensewatch.core.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.licensewatch.core.state.TenantKey;
import io.licensewatch.core.state.TenantKey.Kind;
import io.licensewatch.core.store.CountedKeyValues;
import io.licensewatch.core.store.SortedKeyValues;
import io.licensewatch.core.store.ValueWriter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ResidentsTest {
    private static final List<String> TENANTS =
            List.of("t", "tenant", "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002");
    private static final byte[] PRESENT = {1};

    /** Whatever is written, and however little room there is, a tenant reads as from the store. */
    @RepeatedTest(50)
    void a_tenant_is_as_it_is_stored_whatever_is_written() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        CountedKeyValues store = new CountedKeyValues(new SortedKeyValues());
        Residents residents = new Residents(store, 1L << random.nextInt(16));
        for (int step = 0; step < 400; step++) {
            String tenant = TENANTS.get(random.nextInt(TENANTS.size()));
            write(residents, tenant, random);
            if (random.nextInt(3) == 0) {
                assertThat(residents.of(tenant).toString())
                        .as("seed %s, step %s", seed, step)
                        .isEqualTo(Resident.read(tenant, store).toString());
            }
        }
    }

    private static void write(Residents residents, String tenant, Random random) {
        byte[] count = new UserRoles.Count(1 + random.nextInt(3), random.nextInt(2)).toBytes();
        List<String> roles = random.nextBoolean() ? List.of("r1") : List.of("r1", "r" + (2 + random.nextInt(3)));
        byte[] history = new SeatHistory(List.of(new SeatHistory.Sample(random.nextInt(9), 1))).toBytes();
        switch (random.nextInt(11)) {
            case 0, 1 -> residents.put(TenantKey.roleSet(tenant, roles), count);
            case 2 -> residents.delete(TenantKey.roleSet(tenant, roles));
            case 3, 4 -> set(residents, TenantKey.of(tenant, Kind.SEED), PRESENT, random);
            case 5 -> set(residents, TenantKey.alert(tenant, "rule", "s" + random.nextInt(2)), count, random);
            case 6 -> set(residents, TenantKey.of(tenant, Kind.STATUS), count, random);
            case 7 -> set(residents, TenantKey.of(tenant, Kind.SEAT_HISTORY), history, random);
            case 8 -> set(residents, TenantKey.row(tenant, Kind.COMMANDS, "c" + random.nextInt(2)), count, random);
            case 9 -> set(residents, TenantKey.of(tenant, Kind.ACCESS_STALE), PRESENT, random);
            default ->
                // not of the decoded part
                set(
                        residents,
                        TenantKey.row(tenant, Kind.ASSIGNMENT, "u" + random.nextInt(3)),
                        new ValueWriter(1).toBytes(),
                        random);
        }
    }

    private static void set(Residents residents, byte[] key, byte[] value, Random random) {
        if (random.nextInt(3) == 0) {
            residents.delete(key);
        } else {
            residents.put(key, value);
        }
    }

    @Test
    void a_tenant_that_is_kept_is_not_read_again() {
        CountedKeyValues store = new CountedKeyValues(new SortedKeyValues());
        Residents residents = new Residents(store, 1 << 20);
        residents.put(TenantKey.roleSet("t", List.of("r1")), new UserRoles.Count(1, 0).toBytes());
        residents.of("t");
        int scans = store.scans;
        residents.put(TenantKey.roleSet("t", List.of("r1")), new UserRoles.Count(2, 0).toBytes());
        residents.put(TenantKey.of("t", Kind.STATUS), PRESENT);
        residents.of("t");
        assertThat(store.scans).isEqualTo(scans);
    }

    @Test
    void the_eldest_are_given_up_when_there_is_no_room() {
        CountedKeyValues store = new CountedKeyValues(new SortedKeyValues());
        Residents residents = new Residents(store, 10_000);
        for (int i = 0; i < 100; i++) {
            residents.of("t" + i);
        }
        int scans = store.scans;
        residents.of("t99");
        assertThat(store.scans).isEqualTo(scans);
        residents.of("t0");
        assertThat(store.scans).isEqualTo(scans + 1);
    }
}
