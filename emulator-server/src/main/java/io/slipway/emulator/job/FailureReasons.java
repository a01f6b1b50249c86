package io.slipway.emulator.job;

import io.slipway.container.ContainerExit;
import io.slipway.container.ImageNotFoundException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The texts of {@code FailureReason}, as the service gives them. */
public final class FailureReasons {

    /** Of the failure file, and of the whole reason. */
    private static final int LONGEST = 1024;

    /** Enough bytes for so many characters, whatever they are. */
    public static final int FAILURE_FILE_BYTES = 4 * LONGEST;

    private static final int KILLED = 137;

    private FailureReasons() {}

    /**
     * Of a container that ended without success.
     *
     * @param failureFile the beginning of {@code /opt/ml/output/failure} if there is one
     * @param builtIn whether the image is one of the service's own, which tell the user's mistakes from theirs
     */
    public static String ofExit(ContainerExit exit, Optional<byte[]> failureFile, boolean builtIn) {
        int code = exit instanceof ContainerExit.Exited exited ? exited.code() : KILLED;
        String tail = ", exit code: " + code;
        String text = failureFile
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip())
                .orElse("");
        if (builtIn) {
            for (String head : new String[] {"ClientError:", "Customer Error:"}) {
                if (text.startsWith(head)) {
                    return cut("ClientError: ", text.substring(head.length()).strip(), tail);
                }
            }
        }
        return cut("AlgorithmError: ", text, tail);
    }

    public static String ofDownload(String detail) {
        return cut("ClientError: Data download failed:", detail, "");
    }

    public static String ofUpload(String detail) {
        return cut("ClientError: Artifact upload failed:", detail, "");
    }

    public static String ofImage(ImageNotFoundException failure) {
        return cut(
                "ClientError: Cannot pull algorithm container. Either the image does not exist or its permissions are"
                        + " incorrect. ",
                String.valueOf(failure.getMessage()),
                "");
    }

    public static String ofCapacity(String detail) {
        return cut("CapacityError: Unable to provision requested ML compute capacity. ", detail, "");
    }

    /** @param detail for whoever runs Slipway; the service itself would say no more than the head */
    public static String ofPlatform(String detail) {
        return cut("InternalServerError: We encountered an internal error. Please try again. ", detail, "")
                .strip();
    }

    private static String cut(String head, String text, String tail) {
        int room = LONGEST - head.length() - tail.length();
        if (text.length() <= room) {
            return head + text + tail;
        }
        // Not in the middle of a pair of surrogates.
        int end = Character.isHighSurrogate(text.charAt(room - 1)) ? room - 1 : room;
        return head + text.substring(0, end) + tail;
    }
}
