package io.slipway.s3.transfer;

import io.slipway.s3.S3Uri;
import java.util.Iterator;
import java.util.List;

/** Objects as they were when somebody looked; S3 is not asked again. */
record ListedSelection(S3Uri prefix, List<SelectedObject> objects) implements ObjectSelection {

    ListedSelection {
        objects = List.copyOf(objects);
    }

    @Override
    public Iterator<SelectedObject> iterator() {
        return objects.iterator();
    }
}
