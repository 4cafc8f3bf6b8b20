package io.licensewatch.core.engine;

import io.licensewatch.core.detect.Assessment;
import io.licensewatch.schemas.status.TenantStatus;
import org.jspecify.annotations.Nullable;

/**
 * What is kept in memory of the last evaluation of a tenant, so that the next one computes what has changed only.
 *
 * @param lookups digests of the lookups in the reference data that it used, in ascending order
 * @param published the status that was published last, without its point; null where that is not known
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Evaluated(
        Assessment assessment, long[] lookups, @Nullable TenantStatus published) {}
