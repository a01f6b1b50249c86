/**
 * Brings the objects of a job's data source into a directory, and what containers leave back into S3: SageMaker's rules for
 * names, manifests, shards and archives over the {@link io.slipway.s3.ObjectStore} port.
 */
@NullMarked
package io.slipway.s3.transfer;

import org.jspecify.annotations.NullMarked;
