/** Who a client is, and what roles there are: any, and all may do everything. */
@NullMarked
package io.slipway.emulator.identity;

import org.jspecify.annotations.NullMarked;
