package io.slipway.s3;

/** The double keeps the contract, so tests on it say something of the others. */
final class InMemoryObjectStoreTest extends ObjectStoreContract {

    private final InMemoryObjectStore store = new InMemoryObjectStore();

    @Override
    protected ObjectStore store() {
        return store;
    }
}
