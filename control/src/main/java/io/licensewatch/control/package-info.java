/** What the topics say of a command, and what a person may decide about it: the same for every surface that people use. */
@NullMarked
package io.licensewatch.control;

import org.jspecify.annotations.NullMarked;
