/** Processing jobs: a container that reads from S3 and leaves files there. */
@NullMarked
package io.slipway.emulator.processing;

import org.jspecify.annotations.NullMarked;
