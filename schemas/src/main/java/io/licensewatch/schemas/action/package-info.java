/**
 * Decisions of people: approve, reject, request, pause, resume. Public contract: fields may be added, nothing else changes. These
 * records know nothing of who writes or reads them.
 */
@NullMarked
package io.licensewatch.schemas.action;

import org.jspecify.annotations.NullMarked;
