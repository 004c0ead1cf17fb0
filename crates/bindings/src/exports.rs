//! The functions that the flat module exports, each over one [`Instance`].
#![expect(
    unsafe_code,
    reason = "exported names are unsafe, as is the promise that a module has one thread"
)]

use core::cell::RefCell;

use crate::flat::Instance;

struct OneThread(RefCell<Instance>);

// SAFETY: the module is built without shared memory, so that no instance has a second thread.
unsafe impl Sync for OneThread {}

static INSTANCE: OneThread = OneThread(RefCell::new(Instance::new()));

pub(crate) fn with<T>(call: impl FnOnce(&mut Instance) -> T) -> T {
    call(&mut INSTANCE.0.borrow_mut())
}

/// Exports a method of [`Instance`] under its name after `tat_`.
macro_rules! export {
    ($name:ident($($parameters:tt)*)) => {
        export! { $name($($parameters)*) -> $crate::Status }
    };
    ($name:ident($($parameter:ident: $type:ty),*) -> $result:ty) => {
        #[expect(unsafe_code, reason = "exported names are unsafe")]
        const _: () = {
            #[unsafe(export_name = concat!("tat_", stringify!($name)))]
            extern "C" fn export($($parameter: $type),*) -> $result {
                $crate::exports::with(|instance| instance.$name($($parameter),*))
            }
        };
    };
}

pub(crate) use export;

// In the macro's form, so that cbindgen does not add these to the C header.
export! { abi_version() -> u32 }
export! { alloc(len: u32) -> u32 }
export! { free(address: u32, len: u32) }
#[cfg(feature = "npm")]
export! { describe(out: u32) }
