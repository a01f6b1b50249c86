package io.slipway.emulator.training;

import io.slipway.emulator.wire.Document;

/**
 * An input that is mounted from an EFS or FSx for Lustre file system.
 *
 * @param directory on the file system
 * @param writable whether what the container writes stays there
 */
record FileSystemChannel(
        String name, String inputMode, String fileSystemId, String directory, boolean writable, Document request)
        implements Channel {

    static FileSystemChannel of(Document channel, String inputMode) {
        Document source =
                channel.findDocument("DataSource.FileSystemDataSource").orElse(Document.EMPTY);
        return new FileSystemChannel(
                channel.getString("ChannelName"),
                inputMode,
                source.getString("FileSystemId"),
                source.getString("DirectoryPath"),
                source.getString("FileSystemAccessMode").equals("rw"),
                channel);
    }

    @Override
    public boolean sharded() {
        return false;
    }
}
