/** The services' own models as data: what a request must be, and what a response may hold. */
@NullMarked
package io.slipway.emulator.model;

import org.jspecify.annotations.NullMarked;
