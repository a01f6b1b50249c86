/** Training jobs: the API and the run. */
@NullMarked
package io.slipway.emulator.training;

import org.jspecify.annotations.NullMarked;
