/** The table of operations: one row each. */
@NullMarked
package io.slipway.emulator.dispatch;

import org.jspecify.annotations.NullMarked;
