"""Data sets in the formats of the frameworks' own libraries, written without those."""

import os
import struct

_RECORD = 0xCED7230A


def mxnet_records(directory, name, pictures):
    """A RecordIO file of pictures, each with a number for label, and its index: as MXNet's `im2rec` makes of CIFAR-10."""
    with open(os.path.join(directory, f"{name}.rec"), "wb") as file, open(os.path.join(directory, f"{name}.idx"), "w") as index:
        for number, (label, pixels) in enumerate(pictures):
            content = struct.pack("<IfQQ", 0, label, number, 0) + _bitmap(pixels)
            index.write(f"{number}\t{file.tell()}\n")
            file.write(struct.pack("<II", _RECORD, len(content)) + content + b"\0" * (-len(content) % 4))


def _bitmap(pixels):
    """A Windows bitmap of rows of red, green and blue: from the bottom up, blue first."""
    height, width, _ = pixels.shape
    rows = pixels[::-1, :, ::-1].tobytes()
    header = struct.pack("<2sIHHI", b"BM", 54 + len(rows), 0, 0, 54)
    return header + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, len(rows), 2835, 2835, 0, 0) + rows


def tensorflow_records(path, pictures, labels):
    """TFRecords of a `tf.train.Example` a picture, as TensorFlow's own example makes them of MNIST."""
    with open(path, "wb") as file:
        for picture, label in zip(pictures, labels):
            height, width = picture.shape
            sizes = {"height": height, "width": width, "depth": 1, "label": int(label)}
            numbers = b"".join(_feature(name.encode(), 3, b"\x08" + _varint(size)) for name, size in sizes.items())
            example = _field(1, numbers + _feature(b"image_raw", 1, _field(1, picture.tobytes())))
            length = struct.pack("<Q", len(example))
            file.write(length + _masked(length) + example + _masked(example))


def _feature(name, kind, values):
    return _field(1, _field(1, name) + _field(2, _field(kind, values)))


def _field(number, content):
    return bytes([number << 3 | 2]) + _varint(len(content)) + content


def _varint(value):
    low, high = value & 127, value >> 7
    return bytes([low]) if not high else bytes([low | 128]) + _varint(high)


def _masked(content):
    value = _crc32c(content)
    return struct.pack("<I", ((value >> 15 | value << 17) + 0xA282EAD8) & 0xFFFFFFFF)


def _crc32c(content):
    value = 0xFFFFFFFF
    for byte in content:
        value = _CASTAGNOLI[(value ^ byte) & 255] ^ value >> 8
    return value ^ 0xFFFFFFFF


def _castagnoli():
    table = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
        table.append(value)
    return table


_CASTAGNOLI = _castagnoli()
