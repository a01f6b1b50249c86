/** What containers do when they are played: enough for every job to go through its states. */
@NullMarked
package io.slipway.emulator.simulation;

import org.jspecify.annotations.NullMarked;
