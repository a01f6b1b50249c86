/** Models: what containers serve, and with which artifacts. */
@NullMarked
package io.slipway.emulator.models;

import org.jspecify.annotations.NullMarked;
