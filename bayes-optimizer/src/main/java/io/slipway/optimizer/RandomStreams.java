package io.slipway.optimizer;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** Independent random streams, all from one seed. */
final class RandomStreams {

    /** What a stream is for. */
    enum Use {
        START(0),
        SEARCH(1),
        RANDOM(2);

        private final long number;

        Use(long number) {
            this.number = number;
        }
    }

    private RandomStreams() {}

    /** @param step how far the study is: streams of different steps are independent */
    static UniformRandomProvider of(long seed, Use use, long step) {
        return RandomSource.L64_X128_MIX.create(mix(mix(mix(seed) + use.number) + step));
    }

    /** Stafford's variant 13 of the 64-bit finaliser of MurmurHash3, as in SplitMix64. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
