package io.slipway.emulator.aws;

/**
 * The name of a resource.
 *
 * @param resource kind and name, {@code training-job/my-job}
 */
public record Arn(String partition, String service, String region, String account, String resource) {

    /** Of a SageMaker resource; the partition follows from the region. */
    public static Arn sageMaker(String region, String account, String kind, String name) {
        return new Arn(partitionOf(region), "sagemaker", region, account, kind + "/" + name);
    }

    /** @throws IllegalArgumentException if it is no ARN */
    public static Arn parse(String text) {
        String[] parts = text.split(":", 6);
        if (parts.length != 6 || !parts[0].equals("arn")) {
            throw new IllegalArgumentException("not an ARN: " + text);
        }
        return new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]);
    }

    public static String partitionOf(String region) {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }

    /** The part of the resource before its first slash. */
    public String kind() {
        int slash = resource.indexOf('/');
        return slash < 0 ? "" : resource.substring(0, slash);
    }

    /** The part of the resource after its first slash. */
    public String name() {
        return resource.substring(resource.indexOf('/') + 1);
    }

    @Override
    public String toString() {
        return "arn:" + partition + ":" + service + ":" + region + ":" + account + ":" + resource;
    }
}
