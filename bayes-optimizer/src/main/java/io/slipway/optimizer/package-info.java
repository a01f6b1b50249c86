/** The port: a study goes in, configurations to try come out. */
@NullMarked
package io.slipway.optimizer;

import org.jspecify.annotations.NullMarked;
