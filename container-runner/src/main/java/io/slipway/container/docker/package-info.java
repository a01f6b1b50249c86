/** Docker, through docker-java; nothing outside this package knows of it. */
@NullMarked
package io.slipway.container.docker;

import org.jspecify.annotations.NullMarked;
