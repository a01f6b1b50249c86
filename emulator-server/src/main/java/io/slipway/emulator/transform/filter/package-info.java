/** {@code DataProcessing}: what of a record is sent, and what of its answer is kept, beside what of the record. */
@NullMarked
package io.slipway.emulator.transform.filter;

import org.jspecify.annotations.NullMarked;
