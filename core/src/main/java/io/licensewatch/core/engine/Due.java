package io.licensewatch.core.engine;

import io.licensewatch.schemas.source.Frontier;

/**
 * As of which frontier a tenant is evaluated.
 *
 * @param missedState whether it was due at a frontier before that at which nobody knows how it was; whatever is said to have lasted
 *     since before that may have been gone just then
 */
record Due(Frontier frontier, boolean missedState) {}
