/** What a task's stores say of themselves, so that a state that does not fit the offsets of its inputs is refused. */
@NullMarked
package io.licensewatch.streams.marks;

import org.jspecify.annotations.NullMarked;
