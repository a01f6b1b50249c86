package io.slipway.emulator.search;

import java.util.Optional;

/** Which properties the records of a type have. */
public interface SearchableProperties {

    /** What filters may do with a property. */
    enum PropertyType {
        TEXT,
        NUMBER,
        TIME,
        BOOLEAN,
        /** A structure, a list or a map: it can only be there or not. */
        COMPOUND
    }

    /**
     * @param member of {@code SearchRecord}
     * @param path with dots; lists are passed through
     * @return empty if records have no such property
     */
    Optional<PropertyType> find(String member, String path);
}
