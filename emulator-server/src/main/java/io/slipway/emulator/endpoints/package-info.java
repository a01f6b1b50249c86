/** Endpoints and their configurations: what is deployed, and how it changes while it serves. */
@NullMarked
package io.slipway.emulator.endpoints;

import org.jspecify.annotations.NullMarked;
