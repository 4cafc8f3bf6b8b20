package io.licensewatch.core.detect;

/** Says of an assessed tenant whether its rules' conditions hold. Pure: the same assessment gives the same answer. */
interface Detector {
    Detection detect(Assessment tenant, DetectionSettings settings);
}
