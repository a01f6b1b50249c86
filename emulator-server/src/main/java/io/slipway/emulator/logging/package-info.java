/** How the program's own log is written. */
@NullMarked
package io.slipway.emulator.logging;

import org.jspecify.annotations.NullMarked;
