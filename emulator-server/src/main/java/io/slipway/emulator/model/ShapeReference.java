package io.slipway.emulator.model;

import org.jspecify.annotations.Nullable;

/** A shape by name; shapes may hold themselves. */
public final class ShapeReference {

    private final ApiModel model;
    private final String name;
    private volatile @Nullable Shape target;

    ShapeReference(ApiModel model, String name) {
        this.model = model;
        this.name = name;
    }

    public Shape target() {
        Shape known = target;
        if (known == null) {
            known = model.getShape(name);
            target = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return name;
    }
}
