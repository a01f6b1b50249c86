package io.slipway.emulator.transform.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DataProcessingTest {
    private static DataProcessing processing(String type, String input, String output, boolean join) {
        return DataProcessing.of(type, FilterPath.parse(input), FilterPath.parse(output), join);
    }

    private static String sent(DataProcessing processing, String record) throws IOException {
        return new String(processing.apply(bytes(record)), StandardCharsets.UTF_8);
    }

    private static String kept(DataProcessing processing, String response, String... records) throws IOException {
        var originals = Arrays.stream(records).map(DataProcessingTest::bytes).toList();
        return new String(processing.answer(originals, bytes(response)), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void csvColumnsAreDroppedAndCellsKeepTheirQuotes() throws IOException {
        DataProcessing dropsFirst = processing("text/csv; charset=utf-8", "$[1:]", "$", false);

        assertThat(sent(dropsFirst, "id1,\"a,b\",3\r\n")).isEqualTo("\"a,b\",3\n");
        assertThat(kept(dropsFirst, "0.5\n")).isEqualTo("0.5\n");
        assertThat(sent(processing("text/csv", "$[0]", "$", false), "x,y\n")).isEqualTo("x\n");
    }

    @Test
    void csvAnswersStandBesideTheirUnfilteredRows() throws IOException {
        DataProcessing joined = processing("text/csv", "$[1:]", "$[0,-1]", true);

        assertThat(joined.keepsOriginals()).isTrue();
        assertThat(kept(joined, "0.1\n0.2\n", "id1,7\n", "id2,8\n")).isEqualTo("id1,0.1\nid2,0.2\n");
        assertThatThrownBy(() -> kept(joined, "0.1\n", "id1,7\n", "id2,8\n"))
                .hasMessageContaining("2 input rows, but 1 output rows");
    }

    @Test
    void jsonLinesAreJoinedLineByLine() throws IOException {
        DataProcessing joined = processing("application/jsonlines", "$.f", "$['id','SageMakerOutput']", true);

        assertThat(sent(joined, "{\"id\":1,\"f\":[1, 2]}\n")).isEqualTo("[1,2]\n");
        assertThat(kept(joined, "{\"p\":0.5}\n{\"p\":0.25}\n", "{\"id\":1,\"f\":0}\n", "{\"id\":2,\"f\":0}\n"))
                .isEqualTo("{\"id\":1,\"SageMakerOutput\":{\"p\":0.5}}\n{\"id\":2,\"SageMakerOutput\":{\"p\":0.25}}\n");
    }

    @Test
    void jsonThatIsNoObjectIsPutUnderANameOfItsOwn() throws IOException {
        DataProcessing joined = processing("application/json", "$", "$", true);

        assertThat(kept(joined, "7", "[1,2]")).isEqualTo("{\"SageMakerInput\":[1,2],\"SageMakerOutput\":7}");
        assertThat(kept(joined, "7", "{\"a\":1,\"SageMakerOutput\":0,\"b\":2}"))
                .isEqualTo("{\"a\":1,\"b\":2,\"SageMakerOutput\":7}");
        assertThatThrownBy(() -> kept(joined, "not json", "{}"))
                .hasMessage("Failed to parse output from the algorithm as JSON");
    }

    @Test
    void otherContentTypesAndNamesInCsvAreRefused() {
        assertThatThrownBy(() -> processing("image/png", "$[0]", "$", false)).hasMessageContaining("text/csv");
        assertThatThrownBy(() -> processing("text/csv", "$.id", "$", false))
                .hasMessage("Invalid JsonPath: $.id: only indexes of columns are supported for CSV");
    }
}
