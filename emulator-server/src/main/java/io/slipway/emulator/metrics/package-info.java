/** CloudWatch's metrics and SageMaker's: the values of jobs and of clients over time. */
@NullMarked
package io.slipway.emulator.metrics;

import org.jspecify.annotations.NullMarked;
