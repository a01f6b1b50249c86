/** The program: {@code Main}, and {@code Emulator}, which builds every object once, in order. */
@NullMarked
package io.slipway.emulator;

import org.jspecify.annotations.NullMarked;
