package io.slipway.emulator.transform.filter;

import io.slipway.emulator.transform.record.RecordFilter;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What a transform job does to records and answers on their way. */
public interface DataProcessing extends RecordFilter {
    /**
     * What becomes of the answer to a payload.
     *
     * @param originals the records that the payload was made of, before the input filter
     * @throws io.slipway.emulator.transform.record.MalformedInputException if the two do not go together
     */
    byte[] answer(List<byte[]> originals, byte[] response) throws IOException;

    /**
     * @param contentType of the input
     * @param joinsInput whether the answer is put beside the record
     * @throws IllegalArgumentException if there is no processing of this type, or not by these filters
     */
    static DataProcessing of(String contentType, FilterPath input, FilterPath output, boolean joinsInput) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "text/csv" -> {
                for (FilterPath path : List.of(input, output)) {
                    if (!path.isOfPlaces()) {
                        throw new IllegalArgumentException(
                                "Invalid JsonPath: " + path.text() + ": only indexes of columns are supported for CSV");
                    }
                }
                yield new CsvProcessing(input, output, joinsInput);
            }
            case "application/json" -> new JsonProcessing(input, output, joinsInput, false);
            case "application/jsonlines" -> new JsonProcessing(input, output, joinsInput, true);
            default ->
                throw new IllegalArgumentException(
                        "DataProcessing is available for the content types text/csv, application/json and"
                                + " application/jsonlines only.");
        };
    }
}
