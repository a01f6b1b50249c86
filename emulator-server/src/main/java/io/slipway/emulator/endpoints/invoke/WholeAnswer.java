package io.slipway.emulator.endpoints.invoke;

import java.util.Arrays;
import org.eclipse.jetty.http.HttpFields;

/** An answer that is all here. */
@SuppressWarnings("ArrayRecordComponent") // handed on and never compared
record WholeAnswer(int status, HttpFields headers, byte[] body) implements ContainerAnswer {

    @Override
    public byte[] beginning(int maximum) {
        return body.length <= maximum ? body : Arrays.copyOf(body, maximum);
    }
}
