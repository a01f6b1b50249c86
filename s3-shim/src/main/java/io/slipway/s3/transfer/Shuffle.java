package io.slipway.s3.transfer;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** SageMaker's {@code ShuffleConfig}: an order of chance for each epoch, the same whenever and wherever it is asked for. */
record Shuffle(long seed, long epoch) {

    private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** The numbers from 0 to below the count, each once. */
    int[] order(long count) {
        if (count > LONGEST_ARRAY) {
            throw new TransferException("There are too many records to shuffle: " + count + ".");
        }
        int[] order = new int[(int) count];
        RandomGenerator random = new SplittableRandom(new Random(seed).nextLong() + epoch);
        for (int i = 0; i < order.length; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }
}
