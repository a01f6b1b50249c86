/** A MinIO server as the object store, and requests passed on to it. */
@NullMarked
package io.slipway.s3.minio;

import org.jspecify.annotations.NullMarked;
