package io.slipway.s3.http;

import io.slipway.s3.ObjectStoreException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields of a {@code multipart/form-data} body up to the one named file, which is read as a stream (RFC 7578). */
final class MultipartForm {

    private static final int LARGEST_FIELDS = 64 << 10;
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";,]+)\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
    private static final Pattern FILE_NAME = Pattern.compile("filename=\"([^\"]*)\"");

    private final BufferedInputStream body;
    private final byte[] delimiter;
    private final Map<String, String> fields = new TreeMap<>();
    private String fileName = "";

    private MultipartForm(InputStream body, String boundary) {
        this.body = new BufferedInputStream(body, 1 << 16);
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.UTF_8);
    }

    static MultipartForm parse(InputStream body, String contentType) throws IOException {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            throw malformed();
        }
        MultipartForm form = new MultipartForm(body, boundary.group(1).strip());
        form.readFields();
        return form;
    }

    /** By lower-case name. */
    Map<String, String> fields() {
        return fields;
    }

    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** Without directories. */
    String fileName() {
        return fileName;
    }

    /** Ends at the boundary; what follows it is of no interest. */
    InputStream file() {
        return new PartStream(body, delimiter);
    }

    private void readFields() throws IOException {
        // The first boundary has no line break before it.
        if (!("\r\n" + line()).equals(new String(delimiter, StandardCharsets.UTF_8))) {
            throw malformed();
        }
        int size = 0;
        while (true) {
            String disposition = headers();
            Matcher name = NAME.matcher(disposition);
            if (!name.find()) {
                throw malformed();
            }
            if (name.group(1).equalsIgnoreCase("file")) {
                Matcher file = FILE_NAME.matcher(disposition);
                fileName = file.find() ? baseName(file.group(1)) : "";
                return;
            }
            byte[] value;
            try (InputStream part = new PartStream(body, delimiter)) {
                value = part.readNBytes(LARGEST_FIELDS - size + 1);
            }
            size += value.length;
            if (size > LARGEST_FIELDS) {
                throw new ObjectStoreException(
                        "MaxPostPreDataLengthExceededError",
                        "Your POST request fields preceding the upload file were too large.");
            }
            fields.putIfAbsent(name.group(1).toLowerCase(Locale.ROOT), Percent.utf8(value));
            if (!line().isEmpty()) {
                throw new ObjectStoreException("InvalidArgument", "POST requires exactly one file upload per request.");
            }
        }
    }

    private static String baseName(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    /** @return the Content-Disposition */
    private String headers() throws IOException {
        String disposition = "";
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                disposition = line;
            }
        }
        return disposition;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = body.read(); c != '\n'; c = body.read()) {
            if (c < 0) {
                throw new EOFException("the form ended early");
            }
            if (line.size() == LARGEST_FIELDS) {
                throw malformed();
            }
            line.write(c);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static ObjectStoreException malformed() {
        return new ObjectStoreException(
                "MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.");
    }
}
