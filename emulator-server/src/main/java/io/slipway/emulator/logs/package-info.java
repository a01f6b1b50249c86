/** CloudWatch Logs: what jobs print, and what clients put there. */
@NullMarked
package io.slipway.emulator.logs;

import org.jspecify.annotations.NullMarked;
