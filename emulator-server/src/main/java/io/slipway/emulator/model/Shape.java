package io.slipway.emulator.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a value may be. The shapes that a shape is made of are looked up when they are first needed. */
public sealed interface Shape {

    String name();

    /**
     * @param members by name, in the order of the model
     * @param payload the member that is the whole body in REST protocols
     */
    record StructureShape(String name, Map<String, Member> members, Optional<String> payload) implements Shape {}

    record ListShape(String name, ShapeReference element, Range length) implements Shape {}

    record MapShape(String name, ShapeReference key, ShapeReference value, Range length) implements Shape {}

    /**
     * @param pattern matches the whole text
     * @param values the only ones allowed; empty if every text is
     * @param isSensitive whether messages must not quote it
     */
    record StringShape(String name, Range length, Optional<Pattern> pattern, List<String> values, boolean isSensitive)
            implements Shape {}

    /** @param isLong 64 bits rather than 32 */
    record IntegerShape(String name, boolean isLong, Range range) implements Shape {}

    record FloatShape(String name, Range range) implements Shape {}

    record BooleanShape(String name) implements Shape {}

    record TimestampShape(String name) implements Shape {}

    record BlobShape(String name, Range length) implements Shape {}

    /**
     * A member of a structure.
     *
     * @param location where REST protocols carry it: {@code header}, {@code uri}, {@code querystring}; empty text for the body
     * @param locationName its name there
     */
    record Member(String name, boolean isRequired, ShapeReference shape, String location, String locationName) {}
}
