package io.slipway.s3.transfer;

import io.slipway.s3.S3Uri;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Another selection in an order of chance. */
record ShuffledSelection(ObjectSelection original, Shuffle shuffle) implements ObjectSelection {

    @Override
    public S3Uri prefix() {
        return original.prefix();
    }

    @Override
    public Iterator<SelectedObject> iterator() {
        List<SelectedObject> all = new ArrayList<>();
        original.forEach(all::add);
        return Arrays.stream(shuffle.order(all.size())).mapToObj(all::get).iterator();
    }
}
