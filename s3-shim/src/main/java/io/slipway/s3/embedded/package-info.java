/** S3 storage in one directory: objects are immutable files, the index is a SQLite database. */
@NullMarked
package io.slipway.s3.embedded;

import org.jspecify.annotations.NullMarked;
