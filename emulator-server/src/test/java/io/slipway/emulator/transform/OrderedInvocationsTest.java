package io.slipway.emulator.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.emulator.transform.invoke.ResponseBody;
import io.slipway.emulator.transform.record.PayloadBuffers;
import io.slipway.emulator.transform.record.PayloadReader;
import io.slipway.emulator.transform.record.RecordFilter;
import io.slipway.emulator.transform.record.SplitType;
import io.slipway.emulator.transform.record.Splitting;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OrderedInvocationsTest {

    private static final int LIMIT = PayloadReader.MEGABYTE;
    private static final int READ_AHEAD = 3;
    private static final int AT_ONCE = 2;

    @TempDir
    Path spool;

    /** Lines without end. */
    private static final class EndlessLines extends InputStream {

        private static final int LINE = 100;
        private final AtomicLong given = new AtomicLong();

        @Override
        public int read() {
            return given.incrementAndGet() % LINE == 0 ? '\n' : 'x';
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            for (int i = 0; i < length; i++) {
                bytes[offset + i] = (byte) read();
            }
            return length;
        }
    }

    /** Whatever the size of the object, what was read and not answered fits into a few payloads. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void inputIsReadNoFurtherThanAFewPayloadsAhead(boolean multiRecord) throws Exception {
        var input = new EndlessLines();
        var reader = new PayloadReader(
                input, new Splitting(SplitType.LINE, multiRecord, LIMIT), RecordFilter.NONE, new PayloadBuffers(LIMIT));
        // In flight, answered and waiting, the one that waits to be sent, and the line or payload after it.
        long ahead = (AT_ONCE + READ_AHEAD + 3L) * LIMIT;
        long sent = 0;
        try (var invocations = new OrderedInvocations(
                reader::next,
                payload -> ResponseBody.of(String.valueOf(payload.length()).getBytes(UTF_8), spool),
                new Semaphore(AT_ONCE),
                READ_AHEAD)) {
            for (int i = 0; i < 40; i++) {
                ResponseBody answer = invocations.next().orElseThrow();
                sent += Long.parseLong(new String(answer.readAll(), UTF_8));
                assertThat(input.given.get() - sent).isLessThan(ahead);
            }
        }
        assertThat(sent).isEqualTo(multiRecord ? 40L * (LIMIT - LIMIT % EndlessLines.LINE) : 40 * EndlessLines.LINE);
    }

    @Test
    void afterTheLastPayloadThereIsNoAnswer() throws Exception {
        try (var invocations = new OrderedInvocations(
                Optional::empty, payload -> ResponseBody.of(payload.body(), spool), new Semaphore(1), 1)) {
            assertThat(invocations.next()).isEmpty();
        }
    }
}
