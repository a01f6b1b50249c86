/** The one port: which service a request is for, the way to it, and the way back. The only importer of Javalin. */
@NullMarked
package io.slipway.emulator.http;

import org.jspecify.annotations.NullMarked;
