/** Words that every AWS service shares: regions, resource names, page tokens. */
@NullMarked
package io.slipway.emulator.aws;

import org.jspecify.annotations.NullMarked;
