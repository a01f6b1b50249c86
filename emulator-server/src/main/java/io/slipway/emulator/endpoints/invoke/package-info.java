/** The runtime API: requests to endpoints, and how they reach a container. */
@NullMarked
package io.slipway.emulator.endpoints.invoke;

import org.jspecify.annotations.NullMarked;
