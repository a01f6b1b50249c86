package io.slipway.emulator.job;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a machine of a type has; 0 for what is not known of it.
 *
 * @param name {@code ml.m5.large}
 * @see <a href="https://aws.amazon.com/ec2/instance-types/">EC2 instance types</a>
 */
public record InstanceType(String name, int cpus, double memoryGib, int gpus) {

    private static final Pattern NAME = Pattern.compile("ml\\.([a-z]+)(\\d+)([a-z-]*)\\.(\\d*)(\\w+)");

    /** GiB of memory a virtual CPU, by the letters of the family. */
    private static final Map<String, Double> MEMORY_PER_CPU =
            Map.of("c", 2.0, "m", 4.0, "t", 4.0, "r", 8.0, "p", 8.0, "g", 4.0, "trn", 4.0, "inf", 4.0);

    /** The same for generations, and for sizes, that differ from their family. */
    private static final Map<String, Double> OTHER_MEMORY_PER_CPU = Map.of(
            "t2.medium",
            2.0,
            "t3.medium",
            2.0,
            "c4",
            1.875,
            "c5n",
            2.625,
            "p2",
            15.25,
            "p3",
            7.625,
            "p4d",
            12.0,
            "p4de",
            12.0);

    /** Devices of the sizes that have more than one, by family and size. */
    private static final Map<String, Integer> SEVERAL_GPUS = Map.ofEntries(
            Map.entry("p2.8xlarge", 8),
            Map.entry("p2.16xlarge", 16),
            Map.entry("p3.8xlarge", 4),
            Map.entry("p3.16xlarge", 8),
            Map.entry("p3dn.24xlarge", 8),
            Map.entry("p4d.24xlarge", 8),
            Map.entry("p4de.24xlarge", 8),
            Map.entry("p5.48xlarge", 8),
            Map.entry("p5e.48xlarge", 8),
            Map.entry("p5en.48xlarge", 8),
            Map.entry("p6-b200.48xlarge", 8),
            Map.entry("g4dn.12xlarge", 4),
            Map.entry("g5.12xlarge", 4),
            Map.entry("g5.24xlarge", 4),
            Map.entry("g5.48xlarge", 8),
            Map.entry("g6.12xlarge", 4),
            Map.entry("g6.24xlarge", 4),
            Map.entry("g6.48xlarge", 8),
            Map.entry("g6e.12xlarge", 4),
            Map.entry("g6e.24xlarge", 4),
            Map.entry("g6e.48xlarge", 8));

    public static InstanceType of(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return new InstanceType(name, 0, 0, 0);
        }
        String family = parts.group(1);
        int cpus = cpus(parts.group(4), parts.group(5));
        String rest = name.substring("ml.".length());
        String generation = rest.substring(0, rest.indexOf('.'));
        double memory = cpus
                * OTHER_MEMORY_PER_CPU.getOrDefault(
                        rest, OTHER_MEMORY_PER_CPU.getOrDefault(generation, MEMORY_PER_CPU.getOrDefault(family, 0.0)));
        int gpus = family.equals("p") || family.equals("g") ? SEVERAL_GPUS.getOrDefault(rest, 1) : 0;
        return new InstanceType(name, cpus, memory, gpus);
    }

    private static int cpus(String multiple, String size) {
        return switch (size) {
            case "medium", "large" -> 2;
            case "xlarge" -> multiple.isEmpty() ? 4 : 4 * Integer.parseInt(multiple);
            default -> 0;
        };
    }
}
