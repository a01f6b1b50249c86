package io.slipway.emulator.transform.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.emulator.transform.record.MalformedInputException;
import io.slipway.emulator.wire.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterPathTest {
    private static JsonNode json(String text) throws JsonProcessingException {
        return Document.JSON.readTree(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$|[1,2]|[1,2]",
                "$[0]|[1,2,3]|1",
                "$[-1]|[1,2,3]|3",
                "$[0,-1]|[1,2,3]|[1,3]",
                "$[1:]|[1,2,3]|[2,3]",
                "$[:-1]|[1,2,3]|[1,2]",
                "$[1:9]|[1,2,3]|[2,3]",
                "$[0,2:]|[1,2,3,4]|[1,3,4]",
                "$.features|{\"features\":[1,2],\"id\":7}|[1,2]",
                "$.a.b|{\"a\":{\"b\":true}}|true",
                "$['id','SageMakerOutput']|{\"x\":1,\"SageMakerOutput\":{\"p\":0.5},\"id\":3}|{\"id\":3,\"SageMakerOutput\":{\"p\":0.5}}",
                "$['a b']|{\"a b\":1}|1",
                "$.id.*|{\"id\":{\"x\":1,\"y\":2}}|[1,2]",
                "$[*]|[1,2]|[1,2]",
                "$[0].a|[{\"a\":1}]|1",
                "$[0:2].a|[{\"a\":1},{\"a\":2},{\"a\":3}]|[1,2]",
            })
    void pathSelectsAsTheServiceSays(String path, String document, String selected) throws Exception {
        assertThat(FilterPath.parse(path).select(json(document))).isEqualTo(json(selected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"$.none|{\"a\":1}", "$[3]|[1,2,3]", "$[-4]|[1,2,3]", "$[0]|{\"a\":1}", "$['a','b']|{\"a\":1}"})
    void whatIsNotThereFailsTheRecord(String path, String document) {
        assertThatThrownBy(() -> FilterPath.parse(path).select(json(document)))
                .isInstanceOf(MalformedInputException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "$a", "$..a", "$[", "$[]", "$[a]", "$[1", "$[:]", "$['a]", "$.", "$[1,]", "$[?(@.a)]"})
    void whatIsNoPathIsRefused(String path) {
        assertThatThrownBy(() -> FilterPath.parse(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Invalid JsonPath: " + path + ": ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"$[0:2,246:]"})
    void secondSliceIsRefusedInTheServicesWords(String path) {
        assertThatThrownBy(() -> FilterPath.parse(path))
                .hasMessage(
                        "Invalid JsonPath: $[0:2,246:]: only single range filters of format (eg: [1:5]) are supported."
                                + " Format [0:2,246:] is not supported");
    }
}
