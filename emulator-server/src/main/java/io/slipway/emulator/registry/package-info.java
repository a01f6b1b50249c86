/** What is kept to be used again: algorithms, and model packages in their groups. */
@NullMarked
package io.slipway.emulator.registry;

import org.jspecify.annotations.NullMarked;
