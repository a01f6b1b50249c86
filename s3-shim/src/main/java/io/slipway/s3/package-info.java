/** The port: what Slipway's jobs need of S3 storage. */
@NullMarked
package io.slipway.s3;

import org.jspecify.annotations.NullMarked;
