//! Looks for a marked secret, and for what is as good as it, in memory that has been given back: in each block of the heap
//! before it is freed, and in the stack of a thread that has ended.
#![expect(
    unsafe_code,
    reason = "to read what nobody owns any longer is what this is for; only tests are built with it"
)]

use core::{
    alloc::{GlobalAlloc, Layout},
    cell::Cell,
    ffi::c_void,
    hint::black_box,
    mem, ptr, slice,
};
use std::{alloc::System, sync::OnceLock, thread};

use sha1::Sha1;
use sha2::{
    Digest, Sha256, Sha384, Sha512,
    digest::{block_api::BlockSizeUser, common::hazmat::SerializableState},
};

/// The secret that all tests make their keys of.
pub const SECRET: &str = "MarkedSecret0123456789MarkedSecr";

/// What a key for HS256 has taken in as well. Of the other hashes the block is longer than the header.
const HEADER: &[u8] = b"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImN0eSI6InR3aWxpby1mcGE7dj0xIn0.";

/// So many bytes of a secret must not be found in a row.
const WINDOW: usize = 16;

/// Bytes that must not be found, and what they are.
struct Mark {
    name: &'static str,
    bytes: Vec<u8>,
}

static MARKS: OnceLock<Vec<Mark>> = OnceLock::new();

thread_local! {
    static FOUND: Cell<Option<&'static str>> = const { Cell::new(None) };
}

/// The system's allocator, which looks at each block before it is freed. To grow a block is always to move it, as it may be.
#[derive(Debug)]
#[expect(clippy::exhaustive_structs, reason = "made where it is set as the allocator")]
pub struct Watching;

// SAFETY: all memory is the system's allocator's, and goes back to it as it came.
unsafe impl GlobalAlloc for Watching {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // Zeroed, so that what is found has been written by whom the block was given to.
        // SAFETY: as for this.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the block is of this size, and was zeroed when it was allocated.
        let bytes = unsafe { slice::from_raw_parts(block, layout.size()) };
        if let Some(name) = find(bytes) {
            FOUND.set(Some(name));
        }
        // SAFETY: as for this.
        unsafe { System.dealloc(block, layout) }
    }
}

/// What secret the blocks hold that `f` frees, if any.
pub fn left_on_heap<T>(f: impl FnOnce() -> T) -> Option<&'static str> {
    prepare_marks();
    FOUND.set(None);
    drop(black_box(f()));
    FOUND.take()
}

/// What secret is left in the stack of a thread that runs `f`, once it has ended.
///
/// # Panics
///
/// If there is no such thread to be had.
pub fn left_on_stack(f: fn()) -> Option<&'static str> {
    const BYTES: usize = 1 << 20;

    extern "C" fn start(f: *mut c_void) -> *mut c_void {
        // SAFETY: it is the function that is handed on below.
        let f = unsafe { mem::transmute::<*mut c_void, fn()>(f) };
        f();
        ptr::null_mut()
    }

    prepare_marks();
    // Aligned as a stack must be.
    let mut stack = vec![0_u128; BYTES / size_of::<u128>()];
    // SAFETY: the stack is the thread's alone until it has been joined, and all pointers are good until then.
    unsafe {
        let mut attributes = mem::zeroed();
        assert_eq!(libc::pthread_attr_init(&raw mut attributes), 0);
        let bottom = stack.as_mut_ptr().cast();
        assert_eq!(libc::pthread_attr_setstack(&raw mut attributes, bottom, BYTES), 0);
        let mut thread = mem::zeroed();
        let created = libc::pthread_create(&raw mut thread, &raw const attributes, start, f as *mut c_void);
        assert_eq!(created, 0);
        assert_eq!(libc::pthread_join(thread, ptr::null_mut()), 0);
        libc::pthread_attr_destroy(&raw mut attributes);
    }
    // SAFETY: any bytes will do for bytes.
    let bytes = unsafe { slice::from_raw_parts(stack.as_ptr().cast::<u8>(), BYTES) };
    let found = find(bytes);
    // Or the allocator would find it as well.
    stack.fill(0);
    found
}

/// On a stack of its own, since it leaves there what is looked for.
fn prepare_marks() {
    MARKS.get_or_init(|| thread::spawn(marks).join().unwrap_or_default());
}

fn find(bytes: &[u8]) -> Option<&'static str> {
    let marks = MARKS.get()?;
    let is_in = |mark: &&Mark| {
        let (first, rest) = mark.bytes.split_first().unwrap_or((&0, &[]));
        let mut places = bytes.iter().enumerate().filter(|(_, byte)| *byte == first);
        places.any(|(place, _)| bytes[place + 1..].starts_with(rest))
    };
    marks.iter().find(is_in).map(|mark| mark.name)
}

/// The secret; the blocks that HMAC begins its two hashes with, RFC 2104 §2; and the states after those, from which all can be
/// signed that the secret can.
fn marks() -> Vec<Mark> {
    let mut marks = vec![];
    let mut mark = |name, bytes: &[u8]| {
        let windows = bytes.chunks_exact(WINDOW).map(<[u8]>::to_vec);
        marks.extend(windows.map(|bytes| Mark { name, bytes }));
    };
    mark("the secret", SECRET.as_bytes());
    for (name, pad) in [("the inner state", 0x36), ("the outer state", 0x5c)] {
        mark("a padded secret", &padded(pad, SECRET.len()));
        mark(name, &state::<Sha1>(pad, b"")[..20]);
        mark(name, &state::<Sha256>(pad, b"")[..32]);
        mark(name, &state::<Sha384>(pad, b"")[..64]);
        mark(name, &state::<Sha512>(pad, b"")[..64]);
    }
    let name = "the inner state after a header";
    mark(name, &state::<Sha256>(0x36, HEADER)[..32]);
    marks
}

/// The secret as a block of so many bytes, combined with `pad`.
fn padded(pad: u8, bytes: usize) -> Vec<u8> {
    let mut block = SECRET.as_bytes().to_vec();
    block.resize(bytes, 0);
    block.iter().map(|byte| byte ^ pad).collect()
}

/// What a hash is after the padded secret and `more`, as it stands in memory; what follows it is of no interest.
fn state<D: BlockSizeUser + Digest + SerializableState>(pad: u8, more: &[u8]) -> Vec<u8> {
    let hash = D::new_with_prefix(padded(pad, D::block_size())).chain_update(more);
    hash.serialize().to_vec()
}
