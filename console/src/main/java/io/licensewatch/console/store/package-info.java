/** The file that holds the read model: opening, versions, one writer and several readers. It knows nothing of topics. */
@NullMarked
package io.licensewatch.console.store;

import org.jspecify.annotations.NullMarked;
