/**
 * The SQLite file of the read model: opening, versions, one writer and several readers. Files of earlier versions must not be
 * edited. Nothing of topics is known here.
 */
@NullMarked
package io.licensewatch.console.store;

import org.jspecify.annotations.NullMarked;
