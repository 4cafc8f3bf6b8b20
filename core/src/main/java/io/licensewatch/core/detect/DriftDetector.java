package io.licensewatch.core.detect;

import io.licensewatch.core.row.GrantRow;
import io.licensewatch.core.row.RoleRow;
import io.licensewatch.schemas.alert.Measurement;
import io.licensewatch.schemas.source.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Roles that give access to what the tenant has no licence for. */
final class DriftDetector implements Detector {
    @Override
    public Detection detect(Assessment tenant, DetectionSettings settings) {
        DriftFindings drift = tenant.drift();
        Grade grade = Grades.drift(drift.effective().size(), drift.affectedUsers(), settings);
        Observation observation = grade == null
                ? new Observation.Absent(Rule.RBAC_DRIFT, "CLEARED")
                : new Observation.Holds(Rule.RBAC_DRIFT, finding(grade, tenant, drift));
        return new Detection(List.of(observation), recheckAt(tenant));
    }

    /** What is to be done about it changes when the subscription ends. */
    private static Instant recheckAt(Assessment tenant) {
        Instant licences = tenant.coverage().licenseChangesAt();
        Instant end = tenant.coverage().subscriptionEnd();
        return tenant.drift().effective().stream().anyMatch(DriftItem::grantable)
                ? Coverage.earlier(licences, end)
                : licences;
    }

    private static Finding finding(Grade grade, Assessment tenant, DriftFindings drift) {
        Set<String> roles = new HashSet<>();
        Set<String> resources = new HashSet<>();
        Set<String> features = new HashSet<>();
        List<String> items = new ArrayList<>();
        for (DriftItem item : drift.effective()) {
            roles.add(item.roleId());
            resources.add(item.resource());
            features.addAll(item.missingFeatures());
            items.add(item.roleId() + ">" + item.resource() + "-" + String.join("+", item.missingFeatures()) + "/"
                    + String.join("+", item.toGrant()));
        }
        return new Finding(
                grade,
                Words.count(roles.size(), "role") + (roles.size() == 1 ? " gives " : " give ")
                        + Words.users(drift.affectedUsers()) + " access to "
                        + Words.count(resources.size(), "resource") + " without a licence for "
                        + Words.count(features.size(), "feature") + ".",
                new Measurement(drift.effective().size(), 0, "items"),
                drift.affectedUsers(),
                new DriftDetails(drift.effective(), drift.latent().size()),
                String.join(",", items),
                evidence(tenant, roles, features));
    }

    private static List<Evidence> evidence(Assessment tenant, Set<String> roles, Set<String> features) {
        List<Evidence> evidence = new ArrayList<>();
        for (String roleId : roles) {
            RoleRow role = tenant.facts().roles().get(roleId);
            if (role != null) {
                evidence.add(role.origin().evidence());
            }
        }
        for (GrantRow grant : tenant.facts().grants()) {
            if (features.contains(grant.featureId())) {
                evidence.add(grant.origin().evidence());
            }
        }
        return evidence;
    }
}
