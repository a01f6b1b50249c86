package io.slipway.container.docker;

import io.slipway.container.Usage;
import java.util.List;
import java.util.Optional;

/** What {@code nvidia-smi} says of the devices that it sees. */
final class GpuReading {

    static final List<String> COMMAND = List.of(
            "nvidia-smi", "--query-gpu=utilization.gpu,memory.used,memory.total", "--format=csv,noheader,nounits");

    private static final double PERCENT = 100;

    private GpuReading() {}

    /** A device that does not tell, as one that is divided, counts as none. */
    static Optional<Usage.Gpus> of(String output) {
        double utilization = 0;
        double memory = 0;
        int devices = 0;
        for (String line : output.lines().toList()) {
            String[] fields = line.strip().split("\\s*,\\s*");
            if (fields.length == 3 && isNumber(fields[0]) && isNumber(fields[1]) && isNumber(fields[2])) {
                utilization += Double.parseDouble(fields[0]);
                double total = Double.parseDouble(fields[2]);
                memory += total > 0 ? Double.parseDouble(fields[1]) / total * PERCENT : 0;
                devices++;
            }
        }
        return devices == 0 ? Optional.empty() : Optional.of(new Usage.Gpus(utilization, memory));
    }

    private static boolean isNumber(String field) {
        return field.matches("\\d{1,12}(\\.\\d{1,6})?");
    }
}
