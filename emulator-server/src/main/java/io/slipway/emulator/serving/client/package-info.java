/** HTTP requests to the containers of models. */
@NullMarked
package io.slipway.emulator.serving.client;

import org.jspecify.annotations.NullMarked;
