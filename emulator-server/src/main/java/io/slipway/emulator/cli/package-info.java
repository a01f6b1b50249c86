/** The commands that people type. */
@NullMarked
package io.slipway.emulator.cli;

import org.jspecify.annotations.NullMarked;
