/** The S3 protocol on Jetty, over the embedded store. */
@NullMarked
package io.slipway.s3.http;

import org.jspecify.annotations.NullMarked;
