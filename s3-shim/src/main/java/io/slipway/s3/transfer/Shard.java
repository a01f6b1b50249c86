package io.slipway.s3.transfer;

/**
 * The part of a selection that one host gets.
 *
 * @param host from 1, as in {@code algo-1}
 */
public record Shard(int host, int hosts) {

    /** {@code FullyReplicated}: every host gets everything. */
    public static final Shard WHOLE = new Shard(1, 1);

    public Shard {
        if (host < 1 || host > hosts) {
            throw new IllegalArgumentException("host " + host + " of " + hosts);
        }
    }

    /** {@code ShardedByS3Key}: whether the object at this place of the key order, counted from 0, goes to this host. */
    public boolean holds(long index) {
        return index % hosts == host - 1;
    }
}
