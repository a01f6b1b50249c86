package io.slipway.emulator.transform.record;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Arrays of the size of a payload, used again and again: made anew for each payload, they would fill the heap to its limit
 * before they are collected.
 */
public final class PayloadBuffers {

    private final int size;
    private final Queue<byte[]> free = new ConcurrentLinkedQueue<>();

    public PayloadBuffers(int size) {
        this.size = size;
    }

    byte[] take() {
        byte[] buffer = free.poll();
        return buffer == null ? new byte[size] : buffer;
    }

    /** @param buffer one that was taken */
    void giveBack(byte[] buffer) {
        free.add(buffer);
    }
}
