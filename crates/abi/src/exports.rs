//! What the flat module exports: the functions of an [`Instance`] of its own.
#![expect(
    unsafe_code,
    reason = "exported names are unsafe, and so is to say that a module has but one thread"
)]

use core::cell::RefCell;

use crate::{Status, flat::Instance};

struct OneThread(RefCell<Instance>);

// SAFETY: the module is built without shared memory, so that no instance has a second thread.
unsafe impl Sync for OneThread {}

static INSTANCE: OneThread = OneThread(RefCell::new(Instance::new()));

macro_rules! exports {
    ($(fn $name:ident($($argument:ident: $type:ty),*) -> $result:ty;)*) => {$(
        #[unsafe(no_mangle)]
        extern "C" fn $name($($argument: $type),*) -> $result {
            INSTANCE.0.borrow_mut().$name($($argument),*)
        }
    )*};
}

exports! {
    fn tat_abi_version() -> u32;
    fn tat_alloc(len: u32) -> u32;
    fn tat_free(address: u32, len: u32) -> Status;
    fn tat_signer_new(account_sid: u32, n1: u32, api_key_sid: u32, n2: u32, api_key_secret: u32, n3: u32, out: u32) -> Status;
    fn tat_signer_free(signer: u32) -> Status;
    fn tat_signer_sign(signer: u32, token: u32, n: u32, now: u64, out: u32) -> Status;
    fn tat_signer_sign_lines(signer: u32, lines: u32, n: u32, now: u64, out: u32) -> Status;
    fn tat_verifier_new(account_sid: u32, n1: u32, api_key_sid: u32, n2: u32, api_key_secret: u32, n3: u32, out: u32) -> Status;
    fn tat_verifier_add_key(
        verifier: u32, account_sid: u32, n1: u32, api_key_sid: u32, n2: u32, api_key_secret: u32, n3: u32, out: u32
    ) -> Status;
    fn tat_verifier_set_leeway(verifier: u32, seconds: u32) -> Status;
    fn tat_verifier_verify(verifier: u32, token: u32, n: u32, now: u64, out: u32) -> Status;
    fn tat_verifier_free(verifier: u32) -> Status;
    fn tat_inspect(token: u32, n1: u32, api_key_secret: u32, n2: u32, region: u32, n3: u32, now: u64, out: u32) -> Status;
    fn tat_webhook_key_new(settings: u32, n1: u32, secret: u32, n2: u32, out: u32) -> Status;
    fn tat_webhook_key_sign(key: u32, url: u32, n1: u32, fields: u32, n2: u32, out: u32) -> Status;
    fn tat_webhook_key_validate_form(
        key: u32, signature: u32, n1: u32, url: u32, n2: u32, fields: u32, n3: u32, out: u32
    ) -> Status;
    fn tat_webhook_key_validate_body(
        key: u32, signature: u32, n1: u32, url: u32, n2: u32, body: u32, n3: u32, out: u32
    ) -> Status;
    fn tat_webhook_key_free(key: u32) -> Status;
}
