package io.slipway.emulator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BodiesTest {

    @Test
    void formsNest() {
        Document form = FormBody.read("Action=Tag&Tags.member.1.Key=a%20b&Tags.member.1.Value=%C3%A9&Empty=&Flag");
        assertThat(form.toJson())
                .isEqualTo("{\"Action\":\"Tag\",\"Tags\":{\"member\":{\"1\":{\"Key\":\"a b\",\"Value\":\"é\"}}},"
                        + "\"Empty\":\"\",\"Flag\":\"\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=1&a.b=2",
                "a.b=2&a=1",
                "a=%zz",
                ".=1",
                "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a=1"
            })
    void whatIsNoFormIsRefused(String form) {
        assertThatThrownBy(() -> FormBody.read(form))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        thrown -> assertThat(thrown.error()).isEqualTo(ApiError.SERIALIZATION_EXCEPTION));
    }

    @Test
    void xmlRepeatsTheElementsOfLists() {
        Document result =
                Document.parse("{\"Roles\": {\"member\": [{\"Name\": \"a\"}, {\"Name\": \"b\"}]}, \"Last\": true}");
        assertThat(text(XmlBody.write("ListRoles", "ListRolesResult", "urn:x", result, "id")))
                .isEqualTo("<ListRolesResponse xmlns=\"urn:x\"><ListRolesResult><Roles>"
                        + "<member><Name>a</Name></member><member><Name>b</Name></member></Roles><Last>true</Last>"
                        + "</ListRolesResult><ResponseMetadata><RequestId>id</RequestId></ResponseMetadata>"
                        + "</ListRolesResponse>");
    }

    @Test
    void xmlEscapesWhatItCanNotHold() {
        assertThat(text(XmlBody.writeError("urn:x", true, "Code", "<a> & \"b\"\r\n\u0001", "id")))
                .contains("<Message>&lt;a&gt; &amp; &quot;b&quot;&#xD;\n\uFFFD</Message>");
    }

    @Test
    void jsonOfTheLastOfTwoMembersCounts() {
        assertThat(JsonBody.read("{\"a\": 1, \"a\": 2}".getBytes(StandardCharsets.UTF_8))
                        .getLong("a"))
                .isEqualTo(2);
    }

    @Test
    void blankBodyIsAnEmptyObject() {
        assertThat(JsonBody.read("  \n".getBytes(StandardCharsets.UTF_8))).isEqualTo(Document.EMPTY);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
