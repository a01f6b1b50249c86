package io.slipway.emulator.search;

import io.slipway.emulator.store.Resource;
import io.slipway.emulator.wire.Document;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A kind of resource that can be searched for.
 *
 * @param type as requests name it, {@code TrainingJob}
 * @param member of {@code SearchRecord} that its records are in
 * @param kind of its ARNs, {@code training-job}
 * @param prefix of the members that hold its name, ARN and status, {@code TrainingJob}
 * @param byArn whether its description is asked for by ARN rather than by name
 * @param view makes a record of a description
 * @param isWhole whether the view needs the whole description, where the others need only the members a search names
 */
public record SearchSource(
        String type,
        String member,
        String kind,
        String prefix,
        boolean byArn,
        UnaryOperator<Document> view,
        boolean isWhole) {

    /** Of a type whose records are what its Describe operation answers. */
    public static SearchSource of(String type, String kind) {
        return new SearchSource(type, type, kind, type, false, UnaryOperator.identity(), false);
    }

    /** Of a type that Describe knows by its ARN. */
    public static SearchSource byArn(String type, String kind) {
        return new SearchSource(type, type, kind, type, true, UnaryOperator.identity(), false);
    }

    /** Of jobs that are the source of a trial component. */
    public static SearchSource trialComponents(String prefix, String kind) {
        return new SearchSource(
                "ExperimentTrialComponent",
                "TrialComponent",
                kind,
                prefix,
                false,
                job -> TrialComponents.of(prefix, kind, job),
                true);
    }

    /** Models, as the dashboard shows them. */
    public static SearchSource models() {
        return new SearchSource(
                "Model",
                "Model",
                "model",
                "Model",
                false,
                model -> Document.EMPTY.with("Model", model).with("Tags", model.find("Tags")),
                true);
    }

    /** What the store itself knows of a resource, as its description names it. */
    Document outline(Resource resource) {
        Document outline = resource.description()
                .with(prefix + "Name", resource.name())
                .with(prefix + "Arn", resource.arn().toString())
                .with("CreationTime", resource.creationTime())
                .with("LastModifiedTime", resource.lastModifiedTime());
        if (!resource.status().isEmpty()) {
            outline = outline.with(prefix + "Status", resource.status());
        }
        return type.equals("TrainingJob")
                ? outline.with("TuningJobArn", resource.parent().map(Object::toString))
                : outline;
    }

    /** The members of the top level that must be read of each resource; empty for all. */
    Optional<Set<String>> needed(Set<String> searched) {
        return isWhole ? Optional.empty() : Optional.of(searched);
    }
}
