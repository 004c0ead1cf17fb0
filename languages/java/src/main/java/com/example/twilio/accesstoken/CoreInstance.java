package com.example.twilio.accesstoken;

import com.example.twilio.accesstoken.wasm.Core;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;

/** One instance of the module, for one thread at a time. */
final class CoreInstance {
    private static final int OK = 0;
    /** How long what a call leaves is: an address and a length, or a handle. */
    private static final int OUT_LENGTH = 8;

    private final Instance instance =
            Instance.builder(Core.load()).withMachineFactory(Core::create).build();
    private final Memory memory = instance.memory();
    private final Map<String, ExportFunction> functions = new HashMap<>();
    private boolean broken;

    /** The handle that a call leaves, for what makes an object. */
    int make(String function, Object... arguments) {
        return call(function, arguments).handle();
    }

    /** The text that a call leaves, empty if it leaves none. */
    String text(String function, Object... arguments) {
        return call(function, arguments).text();
    }

    /** Calls a function that gives nothing but a status, with numbers. */
    int run(String function, long... parameters) {
        boolean done = false;
        try {
            int result = (int) functions.computeIfAbsent(function, instance::export).apply(parameters)[0];
            done = true;
            return result;
        } finally {
            broken |= !done;
        }
    }

    /** Whether a call has failed in a way that no call may, after which the memory is not to be relied on. */
    boolean isBroken() {
        return broken;
    }

    private record Answer(int handle, String text) {}

    /** An argument is a text, bytes, null for an optional text that is not given, a handle, or a time. */
    private Answer call(String function, Object... arguments) {
        Object[] values = Arrays.stream(arguments).map(value -> value instanceof String text ? utf8(text) : value).toArray();
        long size = OUT_LENGTH + Arrays.stream(values).mapToLong(value -> value instanceof byte[] bytes ? bytes.length : 0).sum();
        int out = size > Integer.MAX_VALUE ? 0 : run("tat_alloc", size);
        if (out == 0) {
            throw new TokenException("invalid-argument", "the arguments have " + size + " bytes, more than fit", "Pass 16 MiB at most.");
        }
        long[] parameters = new long[2 * values.length + 1];
        int count = 0;
        int end = out + OUT_LENGTH;
        for (Object value : values) {
            if (value instanceof byte[] bytes) {
                memory.write(end, bytes);
                parameters[count++] = end;
                parameters[count++] = bytes.length;
                end += bytes.length;
            } else if (value instanceof Instant time) {
                // A time before 1970 becomes one that is far too late, and is refused as such.
                parameters[count++] = time.getEpochSecond();
            } else if (value instanceof Integer handle) {
                parameters[count++] = handle;
            } else {
                count += 2;
            }
        }
        parameters[count++] = out;
        int status = run(function, Arrays.copyOf(parameters, count));
        Answer answer = new Answer(memory.readInt(out), taken(memory.readInt(out), memory.readInt(out + 4)));
        run("tat_free", out, size);
        if (status != OK) {
            throw Json.refusal(answer.text());
        }
        return answer;
    }

    private String taken(int address, int length) {
        if (length == 0) {
            return "";
        }
        String text = memory.readString(address, length, StandardCharsets.UTF_8);
        run("tat_free", address, length);
        return text;
    }

    /** Java would put a question mark in place of half a surrogate pair, and the token would be somebody else's. */
    static byte[] utf8(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOf(encoded.array(), encoded.limit());
        } catch (CharacterCodingException e) {
            throw new TokenException("invalid-utf8", "a string contains half of a surrogate pair", "Pass both halves.");
        }
    }
}
