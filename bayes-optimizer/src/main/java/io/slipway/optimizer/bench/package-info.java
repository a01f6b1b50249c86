/** The optimizer as a program on standard input and output, to be measured beside others. */
@NullMarked
package io.slipway.optimizer.bench;

import org.jspecify.annotations.NullMarked;
