/** What can be set, and from where: flags, environment, file. */
@NullMarked
package io.slipway.emulator.config;

import org.jspecify.annotations.NullMarked;
