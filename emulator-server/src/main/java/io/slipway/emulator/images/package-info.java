/** Which local image stands for an image URI, and how it is built. */
@NullMarked
package io.slipway.emulator.images;

import org.jspecify.annotations.NullMarked;
