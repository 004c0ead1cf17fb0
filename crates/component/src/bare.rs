//! What std would bring: an allocator, the one that it has, and an end to panics, which is a trap as with std.

use core::{arch::wasm32, panic::PanicInfo};

#[global_allocator]
static ALLOCATOR: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

#[panic_handler]
fn trap(_: &PanicInfo<'_>) -> ! {
    wasm32::unreachable()
}
