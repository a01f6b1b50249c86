package io.slipway.emulator.training;

import io.slipway.emulator.wire.ApiException;
import io.slipway.emulator.wire.Document;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What an algorithm that a client registered takes: the job must keep to it.
 *
 * @param name of the algorithm, as the job has it
 * @param specification its {@code TrainingSpecification}
 * @see <a href="https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrainingSpecification.html">
 *     TrainingSpecification</a>
 */
record AlgorithmTerms(String name, Document specification) {

    void check(Document job) {
        refuse(
                job.has("AlgorithmSpecification.MetricDefinitions"),
                "You can't override the metric definitions for AWS Marketplace algorithms. Try the request without"
                        + " specifying metric definitions.");
        checkHosts(job);
        checkHyperparameters(job.stringMap("HyperParameters"));
        checkChannels(job);
    }

    private void checkHosts(Document job) {
        List<Host> hosts = Host.of(job);
        List<String> types = specification.strings("SupportedTrainingInstanceTypes");
        for (Host host : hosts) {
            refuse(
                    !types.contains(host.instanceType()),
                    "Invalid instance type: " + host.instanceType() + ". The algorithm " + name
                            + " supports the following instance types: " + types);
        }
        refuse(
                hosts.size() > 1
                        && specification
                                .findBoolean("SupportsDistributedTraining")
                                .filter(supported -> !supported)
                                .isPresent(),
                "Distributed training is not supported by the algorithm " + name + ". The instance count must be 1.");
    }

    private void checkHyperparameters(Map<String, String> sent) {
        Map<String, Document> known = byName("SupportedHyperParameters");
        sent.forEach((hyperparameter, value) -> {
            // Tuning adds words of its own.
            if (!hyperparameter.startsWith("_")) {
                Document definition = Optional.ofNullable(known.get(hyperparameter))
                        .orElseThrow(() -> ApiException.validation("Invalid hyperparameter: " + hyperparameter
                                + " is not supported by the algorithm " + name));
                new HyperparameterDefinition(definition).check(value);
            }
        });
        known.forEach((hyperparameter, definition) -> refuse(
                definition.isTrue("IsRequired") && !sent.containsKey(hyperparameter),
                "Required hyperparameter: " + hyperparameter + " is not set"));
    }

    private void checkChannels(Document job) {
        Map<String, Document> known = byName("TrainingChannels");
        Set<String> sent = new HashSet<>();
        for (Channel channel : Channel.of(job)) {
            sent.add(channel.name());
            Document definition = Optional.ofNullable(known.get(channel.name()))
                    .orElseThrow(() -> ApiException.validation(
                            "Invalid channel: " + channel.name() + " is not defined by the algorithm " + name));
            check(channel, definition);
        }
        known.forEach((channel, definition) -> refuse(
                definition.isTrue("IsRequired") && !sent.contains(channel),
                "Required channel: " + channel + " is not in InputDataConfig"));
    }

    private static void check(Channel channel, Document definition) {
        checkSupported(
                channel.name(), "input mode", Optional.of(channel.inputMode()), definition, "SupportedInputModes");
        checkSupported(
                channel.name(),
                "content type",
                channel.request().findString("ContentType"),
                definition,
                "SupportedContentTypes");
        checkSupported(
                channel.name(),
                "compression type",
                channel.request().findString("CompressionType").filter(type -> !type.equals("None")),
                definition,
                "SupportedCompressionTypes");
    }

    private static void checkSupported(
            String channel, String what, Optional<String> sent, Document definition, String member) {
        List<String> supported = definition.strings(member);
        refuse(
                sent.isPresent() && !supported.contains(sent.get()),
                "Invalid " + what + ": " + sent.orElse("") + " of channel " + channel
                        + ". The algorithm supports the following: " + supported);
    }

    private Map<String, Document> byName(String member) {
        return specification.documents(member).stream()
                .collect(Collectors.toMap(each -> each.getString("Name"), Function.identity()));
    }

    private static void refuse(boolean wrong, String message) {
        if (wrong) {
            throw ApiException.validation(message);
        }
    }
}
