/**
 * The console as a process and as a component: it connects feed, read model, pages and API. Detection does not depend on it;
 * nothing here writes to a topic except through {@code action}.
 */
@NullMarked
package io.licensewatch.console;

import org.jspecify.annotations.NullMarked;
