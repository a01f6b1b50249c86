package io.slipway.s3.embedded;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.Checksum;

/** CRC-64/NVME: reflected polynomial 0x9A6C9329AC4BC9B5, initial and final value all ones; eight bytes a step. */
final class Crc64Nvme implements Checksum {

    static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;

    private static final int STEP = Long.BYTES;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long[][] TABLES = tables();

    private long state = -1;

    @Override
    public void update(int b) {
        state = TABLES[0][(int) (state ^ b) & 0xFF] ^ (state >>> Byte.SIZE);
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        int position = offset;
        int end = offset + length;
        for (; end - position >= STEP; position += STEP) {
            long x = state ^ (long) LONGS.get(bytes, position);
            state = TABLES[7][(int) x & 0xFF]
                    ^ TABLES[6][(int) (x >>> 8) & 0xFF]
                    ^ TABLES[5][(int) (x >>> 16) & 0xFF]
                    ^ TABLES[4][(int) (x >>> 24) & 0xFF]
                    ^ TABLES[3][(int) (x >>> 32) & 0xFF]
                    ^ TABLES[2][(int) (x >>> 40) & 0xFF]
                    ^ TABLES[1][(int) (x >>> 48) & 0xFF]
                    ^ TABLES[0][(int) (x >>> 56)];
        }
        for (; position < end; position++) {
            update(bytes[position]);
        }
    }

    @Override
    public long getValue() {
        return ~state;
    }

    @Override
    public void reset() {
        state = -1;
    }

    private static long[][] tables() {
        long[][] tables = new long[STEP][256];
        for (int i = 0; i < 256; i++) {
            long crc = i;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
            }
            tables[0][i] = crc;
        }
        for (int table = 1; table < STEP; table++) {
            for (int i = 0; i < 256; i++) {
                long before = tables[table - 1][i];
                tables[table][i] = (before >>> Byte.SIZE) ^ tables[0][(int) before & 0xFF];
            }
        }
        return tables;
    }
}
