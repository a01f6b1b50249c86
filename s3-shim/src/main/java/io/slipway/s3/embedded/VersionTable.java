package io.slipway.s3.embedded;

import java.util.List;
import java.util.Optional;

/** The rows of versions and of their parts; the caller holds the transaction. */
final class VersionTable {

    private VersionTable() {}

    /** The newest version, be it a delete marker. */
    static Optional<Version> newest(Session session, String bucket, String key) {
        return session.first(
                "SELECT " + Version.COLUMNS
                        + " FROM version WHERE bucket = ? AND key = ? ORDER BY sequence DESC LIMIT 1",
                Version::read,
                bucket,
                key);
    }

    static Optional<Version> current(Session session, String bucket, String key) {
        return newest(session, bucket, key).filter(version -> !version.deleteMarker());
    }

    static Optional<Version> byId(Session session, String bucket, String key, String id) {
        return session.first(
                "SELECT " + Version.COLUMNS + " FROM version WHERE bucket = ? AND key = ? AND id = ?",
                Version::read,
                bucket,
                key,
                id);
    }

    static List<VersionPart> parts(Session session, Version version) {
        if (version.parts() == 0) {
            return List.of();
        }
        return session.list(
                "SELECT number, blob, size, checksums FROM version_part WHERE sequence = ? ORDER BY number",
                VersionPart::read,
                version.sequence());
    }

    static void insertPart(Session session, long sequence, VersionPart part) {
        session.update(
                "INSERT INTO version_part (sequence, number, blob, size, checksums) VALUES (?, ?, ?, ?, ?)",
                sequence,
                part.number(),
                part.blob(),
                part.size(),
                Fields.encode(part.checksums()));
    }

    /** @return the blobs that nothing refers to any more */
    static List<Long> remove(Session session, Version version) {
        List<Long> freed = blobs(version, parts(session, version));
        session.update(
                "DELETE FROM version WHERE bucket = ? AND key = ? AND sequence = ?",
                version.bucket(),
                version.key(),
                version.sequence());
        if (version.parts() > 0) {
            session.update("DELETE FROM version_part WHERE sequence = ?", version.sequence());
        }
        return freed;
    }

    /** In the order of their bytes; empty for a delete marker. */
    static List<Long> blobs(Version version, List<VersionPart> parts) {
        if (version.blob() != 0) {
            return List.of(version.blob());
        }
        return parts.stream().map(VersionPart::blob).filter(blob -> blob != 0).toList();
    }

    static String newId(Bucket bucket, Identifiers identifiers) {
        return bucket.versioning() == Bucket.Versioning.ENABLED ? identifiers.next() : Version.UNVERSIONED;
    }

    /** Makes room for a version that is not kept beside the others. */
    static List<Long> removeUnversioned(Session session, Bucket bucket, String key) {
        if (bucket.versioning() == Bucket.Versioning.ENABLED) {
            return List.of();
        }
        return byId(session, bucket.name(), key, Version.UNVERSIONED)
                .map(version -> remove(session, version))
                .orElse(List.of());
    }
}
