package io.slipway.container;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a container uses at a moment.
 *
 * @param cpuPercent 100 for each core that is busy
 * @param memoryPercent of what it may use, 0 to 100
 * @param writtenBytes what it has written and what of that is still there, where it is not a mount that it shares; counted a
 *     while ago if counting takes long; empty if the engine does not know
 * @param gpus of the NVIDIA devices that it was given; empty if it has none, or they cannot be asked
 */
public record Usage(double cpuPercent, double memoryPercent, OptionalLong writtenBytes, Optional<Gpus> gpus) {

    /**
     * All the devices of a container together.
     *
     * @param utilizationPercent 100 for each device that is busy
     * @param memoryPercent 100 for each device whose memory is full
     */
    public record Gpus(double utilizationPercent, double memoryPercent) {}

    public Usage(double cpuPercent, double memoryPercent) {
        this(cpuPercent, memoryPercent, OptionalLong.empty(), Optional.empty());
    }

    public Usage withWrittenBytes(OptionalLong bytes) {
        return new Usage(cpuPercent, memoryPercent, bytes, gpus);
    }

    public Usage withGpus(Optional<Gpus> devices) {
        return new Usage(cpuPercent, memoryPercent, writtenBytes, devices);
    }
}
