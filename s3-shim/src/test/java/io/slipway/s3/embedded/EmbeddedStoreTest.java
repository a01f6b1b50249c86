package io.slipway.s3.embedded;

import io.slipway.s3.ObjectStore;
import io.slipway.s3.ObjectStoreContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedStoreTest extends ObjectStoreContract {

    private EmbeddedStore store;

    EmbeddedStoreTest(@TempDir Path directory) {
        store = new EmbeddedStore(directory, InstantSource.system());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }
}
