package io.slipway.emulator;

import io.slipway.emulator.aws.Service;
import io.slipway.emulator.model.ApiModel;
import io.slipway.emulator.model.Shape;
import io.slipway.emulator.model.Shape.BlobShape;
import io.slipway.emulator.model.Shape.BooleanShape;
import io.slipway.emulator.model.Shape.FloatShape;
import io.slipway.emulator.model.Shape.IntegerShape;
import io.slipway.emulator.model.Shape.ListShape;
import io.slipway.emulator.model.Shape.MapShape;
import io.slipway.emulator.model.Shape.Member;
import io.slipway.emulator.model.Shape.StringShape;
import io.slipway.emulator.model.Shape.StructureShape;
import io.slipway.emulator.model.Shape.TimestampShape;
import io.slipway.emulator.search.SearchableProperties;
import java.util.Optional;

/** The properties of records are the members of their shapes. */
final class ModelProperties implements SearchableProperties {

    @Override
    public Optional<PropertyType> find(String member, String path) {
        StructureShape records = (StructureShape) ApiModel.of(Service.SAGEMAKER).getShape("SearchRecord");
        return Optional.ofNullable(records.members().get(member))
                .flatMap(found -> find(found.shape().target(), path));
    }

    private static Optional<PropertyType> find(Shape shape, String path) {
        if (path.isEmpty()) {
            return Optional.of(type(shape));
        }
        return switch (shape) {
            case StructureShape structure -> {
                int dot = path.indexOf('.');
                Member member = structure.members().get(dot < 0 ? path : path.substring(0, dot));
                yield member == null
                        ? Optional.empty()
                        : find(member.shape().target(), dot < 0 ? "" : path.substring(dot + 1));
            }
            case ListShape list -> find(list.element().target(), path);
            // The keys are the client's own, and may hold dots.
            case MapShape map -> Optional.of(type(map.value().target()));
            default -> Optional.empty();
        };
    }

    private static PropertyType type(Shape shape) {
        return switch (shape) {
            case StringShape string -> PropertyType.TEXT;
            case IntegerShape integer -> PropertyType.NUMBER;
            case FloatShape number -> PropertyType.NUMBER;
            case TimestampShape time -> PropertyType.TIME;
            case BooleanShape flag -> PropertyType.BOOLEAN;
            case ListShape list ->
                list.element().target() instanceof StringShape ? PropertyType.TEXT : PropertyType.COMPOUND;
            case StructureShape structure -> PropertyType.COMPOUND;
            case MapShape map -> PropertyType.COMPOUND;
            case BlobShape blob -> PropertyType.COMPOUND;
        };
    }
}
