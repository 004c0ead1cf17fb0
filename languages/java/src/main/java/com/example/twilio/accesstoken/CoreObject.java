package com.example.twilio.accesstoken;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.ToIntFunction;

/** What lives in the module: in each of as many instances as there are processors, made when they are needed. */
final class CoreObject implements AutoCloseable {
    private record Made(CoreInstance instance, int handle) {}

    private static final int LIMIT = Runtime.getRuntime().availableProcessors();

    private final String name;
    private final Semaphore permits = new Semaphore(LIMIT);
    private final Deque<Made> idle = new ArrayDeque<>();
    /** Null when it is closed. It has the key, which is out of reach of what maps objects by their fields. */
    private transient ToIntFunction<CoreInstance> maker;

    /** Makes the object and its first instance, so that what is wrong with it is known at once. */
    CoreObject(String name, ToIntFunction<CoreInstance> maker) {
        this.name = name;
        this.maker = maker;
        idle.push(made(maker));
    }

    private static Made made(ToIntFunction<CoreInstance> maker) {
        CoreInstance instance = new CoreInstance();
        return new Made(instance, maker.applyAsInt(instance));
    }

    /** Calls a function of the object. */
    String call(String function, Object... arguments) {
        return use((instance, handle) -> {
            List<Object> all = new ArrayList<>(arguments.length + 1);
            all.add(handle);
            for (Object argument : arguments) {
                all.add(argument);
            }
            return instance.text(function, all.toArray());
        });
    }

    /** Calls a function that is of no object. */
    String callFree(String function, Object... arguments) {
        return use((instance, handle) -> instance.text(function, arguments));
    }

    private interface Use {
        String apply(CoreInstance instance, int handle);
    }

    private String use(Use use) {
        permits.acquireUninterruptibly();
        try {
            Made made = take();
            try {
                return use.apply(made.instance(), made.handle());
            } finally {
                give(made);
            }
        } finally {
            permits.release();
        }
    }

    private Made take() {
        ToIntFunction<CoreInstance> makerNow;
        synchronized (idle) {
            if (maker == null) {
                throw new TokenException("invalid-handle", "the " + name + " is closed", "Make another one.");
            }
            if (!idle.isEmpty()) {
                return idle.pop();
            }
            makerNow = maker;
        }
        return made(makerNow);
    }

    private void give(Made made) {
        if (!made.instance().isBroken()) {
            synchronized (idle) {
                idle.push(made);
            }
        }
    }

    /** Waits for the calls that are under way, and lets go of the memory. */
    @Override
    public void close() {
        permits.acquireUninterruptibly(LIMIT);
        synchronized (idle) {
            maker = null;
            idle.clear();
        }
        permits.release(LIMIT);
    }

    /** The name, and nothing of what it holds. */
    @Override
    public String toString() {
        return name;
    }
}
