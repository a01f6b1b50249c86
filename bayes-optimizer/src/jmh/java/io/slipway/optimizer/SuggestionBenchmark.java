package io.slipway.optimizer;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long one suggestion takes, by results and parameters: on the clock, and ({@code cpuMillis}) the processor's time of the thread that
 * makes it, which other processes on the machine prolong less. With {@code -jvmArgs -Xmx32m} it shows how much memory is enough.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 10)
@Measurement(iterations = 1, time = 15)
public class SuggestionBenchmark {

    @Param({"30x10", "100x10", "30x20", "100x20", "200x20", "500x20"})
    public String resultsByParameters;

    /** How many of the parameters are categories, of four values each. */
    @Param("0")
    public int categories;

    private Study study;

    @Setup
    public void setUp() {
        int results = Integer.parseInt(resultsByParameters.split("x")[0]);
        int parameters = Integer.parseInt(resultsByParameters.split("x")[1]);
        var space = new SearchSpace(IntStream.range(0, parameters)
                .mapToObj(this::parameter)
                .toList());
        List<Trial> trials = new ArrayList<>();
        for (Configuration configuration :
                new RandomDesigner().suggest(new Study(space, Goal.MINIMIZE, List.of(), 1, List.of()), results)) {
            trials.add(new Trial.Completed(configuration, objective(configuration)));
        }
        study = new Study(space, Goal.MINIMIZE, trials, 1, List.of());
    }

    private Parameter parameter(int k) {
        return k < categories
                ? new Parameter.Categorical("x" + k, List.of("0", "0.3", "0.7", "1"))
                : new Parameter.Continuous("x" + k, 0, 1, Scaling.LINEAR);
    }

    /** The processor's time, which JMH adds up over iterations: there is to be one. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class ProcessorTime {

        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

        private long nanoseconds;
        private long suggestions;

        @Setup(Level.Iteration)
        public void clear() {
            nanoseconds = 0;
            suggestions = 0;
        }

        public double cpuMillis() {
            return nanoseconds / 1e6 / suggestions;
        }
    }

    @Benchmark
    public List<Configuration> suggest(ProcessorTime time) {
        long start = ProcessorTime.THREADS.getCurrentThreadCpuTime();
        List<Configuration> suggestion = new BayesianDesigner().suggest(study, 1);
        time.nanoseconds += ProcessorTime.THREADS.getCurrentThreadCpuTime() - start;
        time.suggestions++;
        return suggestion;
    }

    private static double objective(Configuration configuration) {
        double sum = 0;
        for (int k = 0; k < configuration.values().size(); k++) {
            double x = Double.parseDouble(configuration.values().get("x" + k).toString()) - .37;
            sum += x * x * (k + 1) + .3 * Math.sin(9 * x + k);
        }
        return sum;
    }
}
