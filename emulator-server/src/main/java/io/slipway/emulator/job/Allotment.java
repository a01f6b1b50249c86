package io.slipway.emulator.job;

import io.slipway.container.EngineInfo;
import io.slipway.container.ResourceLimits;
import java.util.Optional;

/**
 * What a container gets of the engine's machine.
 *
 * @param notice a line for the job's log if that is less than the instance type promises
 */
public record Allotment(ResourceLimits limits, Optional<String> notice) {

    private static final long GIB = 1L << 30;
    private static final int ALL_GPUS = -1;

    /** The instance type asks for GPUs, there are none, and the policy requires them; the message is for the client. */
    public static final class NoGpuException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoGpuException(String message) {
            super(message);
        }
    }

    /** As the instance type has it, but never more than the machine. */
    public static Allotment of(InstanceType type, EngineInfo machine, GpuPolicy policy) {
        // A limit that the machine itself sets is left out.
        double cpus = type.cpus() < machine.cpus() ? type.cpus() : 0;
        long wanted = (long) (type.memoryGib() * GIB);
        long memory = wanted < machine.memoryBytes() ? wanted : 0;
        long shared = (memory == 0 ? machine.memoryBytes() : memory) / 2;
        if (type.gpus() == 0) {
            return new Allotment(new ResourceLimits(cpus, memory, shared, 0), Optional.empty());
        }
        if (machine.gpus()) {
            // How many there are is not known; the device plugin would refuse more than that.
            return new Allotment(new ResourceLimits(cpus, memory, shared, ALL_GPUS), Optional.empty());
        }
        if (policy == GpuPolicy.REQUIRE) {
            throw new NoGpuException(
                    type.name() + " has " + type.gpus() + " GPU(s), but the container engine has none to give.");
        }
        String notice = "The container engine has no GPU: this job runs on the CPU, although " + type.name() + " has "
                + type.gpus() + " GPU(s).";
        return new Allotment(new ResourceLimits(cpus, memory, shared, 0), Optional.of(notice));
    }
}
