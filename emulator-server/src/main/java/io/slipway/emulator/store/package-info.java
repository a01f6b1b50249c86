/** Resources, kept in SQLite. */
@NullMarked
package io.slipway.emulator.store;

import org.jspecify.annotations.NullMarked;
