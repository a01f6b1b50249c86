package io.slipway.emulator.transform.record;

import java.io.InputStream;

/** How an object is taken apart into records: {@code TransformInput.SplitType}. */
public enum SplitType {
    NONE,
    LINE,
    RECORD_IO,
    TF_RECORD;

    /** @param name as in the service's model */
    public static SplitType of(String name) {
        return switch (name) {
            case "None" -> NONE;
            case "Line" -> LINE;
            case "RecordIO" -> RECORD_IO;
            case "TFRecord" -> TF_RECORD;
            default -> throw new IllegalArgumentException("no split type: " + name);
        };
    }

    /**
     * @param limit of a record, in bytes
     * @param framed whether a record keeps what marks it off in its file, as payloads of many records need
     */
    RecordReader reader(InputStream input, int limit, boolean framed) {
        return switch (this) {
            case NONE -> new WholeObject(input, limit);
            case LINE -> new Lines(input, limit);
            case RECORD_IO -> new RecordIo(input, limit, framed);
            case TF_RECORD -> new TfRecord(input, limit, framed);
        };
    }
}
