/** The port: what Slipway needs of a container engine, in JDK types only. */
@NullMarked
package io.slipway.container;

import org.jspecify.annotations.NullMarked;
