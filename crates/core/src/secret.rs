//! Memory that secrets pass through.

use alloc::boxed::Box;

use zeroize::zeroize_stack;

/// What `make` makes of a secret, on the heap, where it stays when its owner is moved: a move leaves a copy behind that nobody
/// wipes. What making it has left on the stack is wiped.
pub(crate) fn boxed<T>(make: impl FnOnce() -> T) -> Box<T> {
    /// Never inlined, so that all of its frame is in the part of the stack that is wiped.
    #[inline(never)]
    fn apart<T>(make: impl FnOnce() -> T) -> Box<T> {
        Box::new(make())
    }

    let made = apart(make);
    zeroize_stack::<STACK_BYTES>();
    made
}

/// More than any of the hashes takes.
const STACK_BYTES: usize = 8 * 1024;
