/** Containers that serve a model, as batch transform and endpoints both run them: what they are given, how they start. */
@NullMarked
package io.slipway.emulator.serving;

import org.jspecify.annotations.NullMarked;
