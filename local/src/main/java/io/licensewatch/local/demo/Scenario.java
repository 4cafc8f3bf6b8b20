package io.licensewatch.local.demo;

import java.time.Duration;
import java.util.List;

/** The incidents of the runbook, on the customers of seed.sql. Days count from today in the database's time zone, UTC. */
record Scenario(Duration seatsHold, Duration driftHold, Duration impactWindow) {
    List<Incident> incidents() {
        SeatIncidents seats = new SeatIncidents(seatsHold);
        LicenceIncidents licences = new LicenceIncidents(driftHold);
        AccessIncidents access = new AccessIncidents(driftHold);
        SystemIncidents system = new SystemIncidents(seatsHold, impactWindow);
        return List.of(
                licences.alreadyThere(),
                seats.seats(),
                licences.expiry(),
                licences.expiredForMany(),
                licences.renewal(),
                system.views(),
                access.driftAndGrant(),
                access.driftAndRemoval(),
                access.onboarding(),
                system.everybody(),
                access.noise());
    }
}
