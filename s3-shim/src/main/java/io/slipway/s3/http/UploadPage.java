package io.slipway.s3.http;

import io.slipway.s3.embedded.Upload;
import java.util.ArrayList;
import java.util.List;

/** A page of uploads in progress, which are few enough to be cut out of the whole list. */
record UploadPage(
        List<Upload> uploads, List<String> prefixes, boolean truncated, String lastKey, String lastId, int limit) {

    static UploadPage of(List<Upload> all, Query query, int limit) {
        String prefix = query.get("prefix");
        String delimiter = query.get("delimiter");
        List<Upload> uploads = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        String lastKey = "";
        String lastId = "";
        for (Upload upload : after(all, query.get("key-marker"), query.get("upload-id-marker"))) {
            int end = delimiter.isEmpty() ? -1 : upload.key().indexOf(delimiter, prefix.length());
            String rolled = end < 0 ? "" : upload.key().substring(0, end + delimiter.length());
            if (!rolled.isEmpty() && (rolled.equals(lastKey) || rolled.equals(query.get("key-marker")))) {
                continue;
            }
            if (uploads.size() + prefixes.size() == limit) {
                return new UploadPage(uploads, prefixes, limit > 0, lastKey, lastId, limit);
            }
            if (rolled.isEmpty()) {
                uploads.add(upload);
                lastKey = upload.key();
                lastId = upload.id();
            } else {
                prefixes.add(rolled);
                lastKey = rolled;
                lastId = "";
            }
        }
        return new UploadPage(uploads, prefixes, false, lastKey, lastId, limit);
    }

    /** Without an upload id everything of that key is passed over. */
    private static List<Upload> after(List<Upload> all, String key, String id) {
        for (int i = 0; !id.isEmpty() && i < all.size(); i++) {
            if (all.get(i).key().equals(key) && all.get(i).id().equals(id)) {
                return all.subList(i + 1, all.size());
            }
        }
        return all.stream()
                .filter(upload -> key.isEmpty() || upload.isAfter(key))
                .toList();
    }
}
