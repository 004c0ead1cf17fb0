package com.example.twilio.accesstoken.jna;

import com.sun.jna.Pointer;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.ToIntBiFunction;

/** What lives in the library: freed once, when it is closed or collected, and not under a call. */
abstract sealed class NativeObject implements AutoCloseable permits TokenSigner, TokenVerifier, WebhookKey {
    private static final Cleaner CLEANER = Cleaner.create();

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final Pointer pointer;
    private final Cleaner.Cleanable freed;
    private boolean closed;

    NativeObject(Pointer pointer, Consumer<Pointer> free) {
        this.pointer = pointer;
        this.freed = CLEANER.register(this, () -> free.accept(pointer));
    }

    /** Calls a function of the object. */
    final String call(ToIntBiFunction<Pointer, Pointer> function) {
        return call(lock.readLock(), function);
    }

    /** Calls a function that changes the object, alone. */
    final String change(ToIntBiFunction<Pointer, Pointer> function) {
        return call(lock.writeLock(), function);
    }

    private String call(Lock held, ToIntBiFunction<Pointer, Pointer> function) {
        held.lock();
        try {
            if (closed) {
                throw new IllegalStateException(this + " is closed");
            }
            return CLibrary.text(out -> function.applyAsInt(pointer, out));
        } finally {
            held.unlock();
            Reference.reachabilityFence(this);
        }
    }

    /** Waits for the calls that are under way, wipes the key and frees it. What is called afterwards throws. */
    @Override
    public final void close() {
        lock.writeLock().lock();
        try {
            closed = true;
            freed.clean();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** The name of the class, and nothing of the keys. */
    @Override
    public final String toString() {
        return getClass().getSimpleName();
    }
}
