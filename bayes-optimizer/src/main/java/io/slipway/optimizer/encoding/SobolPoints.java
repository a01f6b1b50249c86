package io.slipway.optimizer.encoding;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.commons.math3.random.SobolSequenceGenerator;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The first points of the Sobol sequence, digitally shifted: the 32 leading bits of each coordinate are combined by exclusive or with
 * random bits, one word per dimension. Direction numbers of Joe and Kuo (2008).
 */
public final class SobolPoints {

    /** How many points a sequence has; a power of two, so that they are evenly spread. */
    public static final int COUNT = 1024;

    /** The most dimensions that there are direction numbers for. */
    public static final int MOST_DIMENSIONS = 1000;

    private static final double WORD = 0x1p32;
    private static final ConcurrentMap<Integer, double[][]> UNSHIFTED = new ConcurrentHashMap<>();

    private final double[][] points;
    private final long[] shift;

    public SobolPoints(int dimensions, UniformRandomProvider random) {
        this.points = UNSHIFTED.computeIfAbsent(dimensions, SobolPoints::generate);
        this.shift = new long[dimensions];
        for (int k = 0; k < dimensions; k++) {
            shift[k] = random.nextInt() & 0xffffffffL;
        }
    }

    private static double[][] generate(int dimensions) {
        var generator = new SobolSequenceGenerator(dimensions);
        double[][] points = new double[COUNT][];
        for (int i = 0; i < COUNT; i++) {
            points[i] = generator.nextVector();
        }
        return points;
    }

    /** The coordinates, in [0, 1), of the point at this index, 0 to 1023. */
    public double[] point(int index) {
        double[] shifted = new double[shift.length];
        for (int k = 0; k < shifted.length; k++) {
            shifted[k] = ((long) (points[index][k] * WORD) ^ shift[k]) / WORD;
        }
        return shifted;
    }
}
