package io.slipway.s3.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes tars as containers and attackers do: every name goes in as it is. */
final class TestTar {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

    TestTar() {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
    }

    TestTar file(String name, String content) {
        return file(name, content, 0644);
    }

    TestTar file(String name, String content, int mode) {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setMode(mode);
        return add(entry, content.getBytes(UTF_8));
    }

    TestTar directory(String name) {
        return add(new TarArchiveEntry(name, TarConstants.LF_DIR, true), new byte[0]);
    }

    TestTar symbolicLink(String name, String target) {
        return link(name, TarConstants.LF_SYMLINK, target);
    }

    TestTar hardLink(String name, String target) {
        return link(name, TarConstants.LF_LINK, target);
    }

    TestTar special(String name, byte kind) {
        return add(new TarArchiveEntry(name, kind, true), new byte[0]);
    }

    /** The header that gives the next entry its name, as GNU tar writes it for names above 100 bytes. */
    TestTar longName(String name) {
        return add(new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME), name.getBytes(UTF_8));
    }

    byte[] bytes() {
        try {
            tar.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    byte[] gzipped() {
        return gzip(bytes());
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    private TestTar link(String name, byte kind, String target) {
        TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
        entry.setLinkName(target);
        return add(entry, new byte[0]);
    }

    private TestTar add(TarArchiveEntry entry, byte[] content) {
        try {
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
