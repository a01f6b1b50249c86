package io.slipway.emulator.job;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a container reaches Slipway.
 *
 * @param endpoint of every service, S3 included, with an IP literal for host so that SDKs use path style
 * @param sessionToken absent where the storage behind knows none
 */
public record ContainerAccess(
        String endpoint, String accessKeyId, String secretAccessKey, Optional<String> sessionToken) {

    /**
     * The variables that SDKs, command line and the training toolkit read, and which image the request named: a container
     * of ours stands for several, which differ in their habits.
     */
    public Map<String, String> environment(String region, String image) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("SLIPWAY_IMAGE_TAG", image.substring(image.lastIndexOf('/') + 1));
        variables.put("AWS_REGION", region);
        variables.put("AWS_DEFAULT_REGION", region);
        variables.put("AWS_ACCESS_KEY_ID", accessKeyId);
        variables.put("AWS_SECRET_ACCESS_KEY", secretAccessKey);
        sessionToken.ifPresent(token -> variables.put("AWS_SESSION_TOKEN", token));
        variables.put("AWS_ENDPOINT_URL", endpoint);
        variables.put("AWS_ENDPOINT_URL_S3", endpoint);
        // The training toolkit's own word.
        variables.put("S3_ENDPOINT_URL", endpoint);
        return variables;
    }
}
