/** What jobs share: where they run, how far they are, what they print. */
@NullMarked
package io.slipway.emulator.job;

import org.jspecify.annotations.NullMarked;
