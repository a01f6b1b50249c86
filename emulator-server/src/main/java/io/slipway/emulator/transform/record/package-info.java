/** An input object as the payloads that a model container is sent. */
@NullMarked
package io.slipway.emulator.transform.record;

import org.jspecify.annotations.NullMarked;
