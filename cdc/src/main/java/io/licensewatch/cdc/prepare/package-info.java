/**
 * The statements that make a database ready to be watched, and their execution as its administrator.
 */
@NullMarked
package io.licensewatch.cdc.prepare;

import org.jspecify.annotations.NullMarked;
