package io.slipway.emulator.model;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.emulator.aws.Service;
import io.slipway.emulator.wire.ApiError;
import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ValidatorTest {

    private static final String NAME_PATTERN = "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}";

    @Test
    void acceptsWhatTheModelAccepts() {
        assertThatCode(() -> check("DescribeTrainingJob", "{'TrainingJobName': 'my-job-1'}"))
                .doesNotThrowAnyException();
    }

    @Test
    void namesOneError() {
        assertThatThrownBy(() -> check("DescribeTrainingJob", "{'TrainingJobName': 'MY JOB NAME'}"))
                .isInstanceOf(ApiException.class)
                .hasMessage("1 validation error detected: Value 'MY JOB NAME' at 'trainingJobName' failed to satisfy "
                        + "constraint: Member must satisfy regular expression pattern: " + NAME_PATTERN);
    }

    @Test
    void namesEveryErrorInTheOrderOfTheModel() {
        assertThatThrownBy(() -> check("ListTrainingJobs", "{'SortBy': 'Size', 'MaxResults': 101}"))
                .hasMessage("2 validation errors detected: Value '101' at 'maxResults' failed to satisfy constraint: "
                        + "Member must have value less than or equal to 100; Value 'Size' at 'sortBy' failed to satisfy "
                        + "constraint: Member must satisfy enum value set: [Name, CreationTime, Status]");
    }

    @Test
    void namesBothErrorsOfOneValue() {
        assertThatThrownBy(() -> check("DescribeTrainingJob", "{'TrainingJobName': ''}"))
                .hasMessage("2 validation errors detected: Value '' at 'trainingJobName' failed to satisfy constraint: "
                        + "Member must have length greater than or equal to 1; Value '' at 'trainingJobName' failed to "
                        + "satisfy constraint: Member must satisfy regular expression pattern: " + NAME_PATTERN);
    }

    @Test
    void missesRequiredMembersWithoutQuotes() {
        assertThatThrownBy(() -> check("DescribeTrainingJob", "{}"))
                .hasMessage(
                        "1 validation error detected: Value null at 'trainingJobName' failed to satisfy constraint: "
                                + "Member must not be null");
    }

    @Test
    void nullCountsAsAbsent() {
        assertThatThrownBy(() -> check("DescribeTrainingJob", "{'TrainingJobName': null}"))
                .hasMessageContaining("Value null at 'trainingJobName'");
    }

    @Test
    void countsListElementsFromOne() {
        String request = "{'ResourceArn': 'arn:aws:sagemaker:eu-west-1:000000000000:model/m',"
                + " 'Tags': [{'Key': 'a', 'Value': 'b'}, {'Value': 'b'}]}";
        assertThatThrownBy(() -> check("AddTags", request))
                .hasMessage(
                        "1 validation error detected: Value null at 'tags.2.member.key' failed to satisfy constraint: "
                                + "Member must not be null");
    }

    @Test
    void namesTheMapAndListsAllConstraintsOfItsValues() {
        String value = "v".repeat(2501);
        assertThatThrownBy(() -> check("CreateTrainingJob", trainingJob("'HyperParameters': {'k': '" + value + "'}")))
                .hasMessage(
                        "1 validation error detected: Value '{k=" + value + "}' at 'hyperParameters' failed to satisfy "
                                + "constraint: Map value must satisfy constraint: [Member must have length less than or equal to "
                                + "2500, Member must have length greater than or equal to 0, Member must satisfy regular "
                                + "expression pattern: .*]");
    }

    @Test
    void keepsQuietAboutVeryLongValues() {
        String value = "v".repeat(5000);
        assertThatThrownBy(() -> check("DescribeTrainingJob", "{'TrainingJobName': '" + value + "'}"))
                .hasMessageStartingWith("2 validation errors detected: Value at 'trainingJobName' failed to satisfy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'MaxResults': 'ten'} | STRING_VALUE can not be converted to an Integer at 'maxResults'",
                "{'MaxResults': 1.5} | DECIMAL_VALUE can not be converted to an Integer at 'maxResults'",
                "{'MaxResults': true} | TRUE_VALUE can not be converted to an Integer at 'maxResults'",
                "{'NameContains': 5} | NUMBER_VALUE can not be converted to a String at 'nameContains'",
                "{'NameContains': ['a']} | A list can not be converted to a String at 'nameContains'",
                "{'NameContains': {}} | A structure or map can not be converted to a String at 'nameContains'",
                "{'CreationTimeAfter': 'soon'} | STRING_VALUE can not be converted to a Timestamp at 'creationTimeAfter'",
                "{'CreationTimeAfter': 1e300} | DECIMAL_VALUE can not be converted to a Timestamp at 'creationTimeAfter'",
            })
    void wrongTypesAreNoValidationMatter(String request, String message) {
        assertThatThrownBy(() -> check("ListTrainingJobs", request.replace("'", "\"")))
                .hasMessage(message)
                .extracting(thrown -> ((ApiException) thrown).error())
                .isEqualTo(ApiError.SERIALIZATION_EXCEPTION);
    }

    @Test
    void halfASurrogatePairIsNoText() {
        assertThatThrownBy(() -> check("CreateTrainingJob", trainingJob("'HyperParameters': {'k': '\\ud800'}")))
                .hasMessage("Unpaired surrogate in the text at 'hyperParameters'");
    }

    @Test
    void unknownMembersArePassedOver() {
        assertThatCode(() -> check("DescribeTrainingJob", "{'TrainingJobName': 'job', 'Newer': {'x': [1]}}"))
                .doesNotThrowAnyException();
    }

    @Test
    void lengthCountsCharactersNotCodeUnits() {
        String emoji = "\\ud83d\\ude00".repeat(256);
        assertThatCode(() -> check("CreateTrainingJob", trainingJob("'HyperParameters': {'" + emoji + "': 'v'}")))
                .doesNotThrowAnyException();
    }

    @Test
    void listsAHundredErrorsAtMost() {
        String tags = "{},".repeat(5000) + "{}";
        assertThatThrownBy(() -> check("AddTags", "{'ResourceArn': 'a', 'Tags': [" + tags + "]}"))
                .hasMessageStartingWith("100 validation errors detected: ");
    }

    private static String trainingJob(String more) {
        return "{'TrainingJobName': 'job', 'RoleArn': 'arn:aws:iam::000000000000:role/slipway',"
                + " 'OutputDataConfig': {'S3OutputPath': 's3://bucket/out'}, " + more + "}";
    }

    private static void check(String operation, String request) {
        Validator.check(
                ApiModel.of(Service.SAGEMAKER)
                        .findOperation(operation)
                        .orElseThrow()
                        .input()
                        .orElseThrow(),
                Document.parse(request.replace("'", "\"")));
    }
}
