package io.slipway.optimizer;

import io.slipway.optimizer.encoding.Cube;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Random search: every parameter independent and uniform in its scaling. In a space that is exhausted configurations repeat.
 * Stateless and safe to share.
 */
public final class RandomDesigner implements Designer {

    private static final int TRIES = 1000;

    @Override
    public List<Configuration> suggest(Study study, int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1, not " + count);
        }
        var codec = new SpaceCodec(study.space());
        Set<Configuration> seen = new HashSet<>();
        for (Trial trial : study.trials()) {
            trial.configuration().requireFits(study.space());
            seen.add(trial.configuration());
        }
        List<Configuration> suggestions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Configuration suggestion = draw(codec, study.seed(), study.trials().size() + i, seen);
            seen.add(suggestion);
            suggestions.add(suggestion);
        }
        return suggestions;
    }

    private static Configuration draw(SpaceCodec codec, long seed, int step, Set<Configuration> seen) {
        Cube cube = codec.cube();
        var random = RandomStreams.of(seed, RandomStreams.Use.RANDOM, step);
        double[] shares = new double[cube.dimensions()];
        Configuration drawn = codec.decode(cube.place(shares));
        for (int attempt = 0; attempt < TRIES; attempt++) {
            for (int k = 0; k < shares.length; k++) {
                shares[k] = random.nextDouble();
            }
            drawn = codec.decode(cube.place(shares));
            if (!seen.contains(drawn)) {
                return drawn;
            }
        }
        long most = (long) Math.min(cube.cardinality(), seen.size() + 1.);
        for (long index = 0; index < most; index++) {
            Configuration next = codec.decode(cube.pointAt(index));
            if (!seen.contains(next)) {
                return next;
            }
        }
        return drawn;
    }
}
