package io.slipway.container.docker;

import com.github.dockerjava.api.model.CpuStatsConfig;
import com.github.dockerjava.api.model.MemoryStatsConfig;
import com.github.dockerjava.api.model.Statistics;
import com.github.dockerjava.api.model.StatsConfig;
import io.slipway.container.Usage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The engine's counters as shares, as {@code docker stats} shows them. */
final class UsageReading {

    private static final double PERCENT = 100;

    private UsageReading() {}

    /** Empty if the container does not run: then the engine counts nothing. */
    static Optional<Usage> of(Statistics statistics) {
        CpuStatsConfig now = statistics.getCpuStats();
        CpuStatsConfig before = statistics.getPreCpuStats();
        MemoryStatsConfig memory = statistics.getMemoryStats();
        if (now == null || before == null || memory == null) {
            return Optional.empty();
        }
        Long limit = memory.getLimit();
        Long machine = now.getSystemCpuUsage();
        Long machineBefore = before.getSystemCpuUsage();
        if (limit == null || limit <= 0 || machine == null || machineBefore == null || machine <= machineBefore) {
            return Optional.empty();
        }
        double own = total(now) - total(before);
        double cpu = own / (machine - machineBefore) * cores(now) * PERCENT;
        double used = Math.max(0, orZero(memory.getUsage()) - pageCache(memory.getStats()));
        return Optional.of(new Usage(Math.max(0, cpu), Math.min(PERCENT, used / limit * PERCENT)));
    }

    private static double total(CpuStatsConfig cpu) {
        return cpu.getCpuUsage() == null ? 0 : orZero(cpu.getCpuUsage().getTotalUsage());
    }

    private static long cores(CpuStatsConfig cpu) {
        return Math.max(1, orZero(cpu.getOnlineCpus()));
    }

    /** Files that can go at any moment; the second name is that of the older control groups. */
    private static long pageCache(@Nullable StatsConfig memory) {
        if (memory == null) {
            return 0;
        }
        Long older = memory.getTotalInactiveFile();
        return older == null ? orZero(memory.getInactiveFile()) : older;
    }

    private static long orZero(@Nullable Long count) {
        return count == null ? 0 : count;
    }
}
