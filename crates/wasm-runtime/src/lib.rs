//! What a WebAssembly module without std needs: std's own allocator, and a trap for each panic, as with std.
//!
//! Natively it is empty, so that one build of the workspace covers all targets.
#![no_std]
#![cfg(target_family = "wasm")]

use core::{arch::wasm32, panic::PanicInfo};

#[global_allocator]
static ALLOCATOR: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

#[panic_handler]
fn trap(_: &PanicInfo<'_>) -> ! {
    wasm32::unreachable()
}
