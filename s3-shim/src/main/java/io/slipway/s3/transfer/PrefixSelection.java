package io.slipway.s3.transfer;

import io.slipway.s3.ListRequest;
import io.slipway.s3.Listing;
import io.slipway.s3.ObjectInfo;
import io.slipway.s3.ObjectStore;
import io.slipway.s3.S3Uri;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Every object whose key begins with a prefix. */
record PrefixSelection(ObjectStore store, S3Uri prefix) implements ObjectSelection {

    private static final int PAGE = 1000;

    @Override
    public Iterator<SelectedObject> iterator() {
        return new Pages();
    }

    private String name(String key) {
        String wanted = prefix.key();
        boolean folder = wanted.isEmpty() || wanted.endsWith("/");
        if (folder) {
            return key.substring(wanted.length());
        }
        if (key.startsWith("/", wanted.length())) {
            return key.substring(wanted.length() + 1);
        }
        // The very object, or a partial name: what follows the last folder that the prefix names in full.
        return key.substring(wanted.lastIndexOf('/') + 1);
    }

    private final class Pages implements Iterator<SelectedObject> {

        private Iterator<ObjectInfo> page = Collections.emptyIterator();
        private Optional<String> lastKey = Optional.empty();
        private boolean more = true;

        @Override
        public boolean hasNext() {
            while (!page.hasNext() && more) {
                Listing listing = store.list(new ListRequest(prefix.bucket(), prefix.key(), lastKey, PAGE));
                page = listing.objects().iterator();
                more = listing.truncated();
            }
            return page.hasNext();
        }

        @Override
        public SelectedObject next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            ObjectInfo object = page.next();
            String key = object.uri().key();
            lastKey = Optional.of(key);
            return new SelectedObject(object, name(key));
        }
    }
}
