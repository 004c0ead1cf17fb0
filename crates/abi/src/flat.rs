//! The flat form: what `docs/flat-abi.md` describes. Nothing that a host passes is trusted.
//!
//! An [`Instance`] has no unsafe code and runs natively as well, with made-up addresses, so that it can be tested and fuzzed
//! there.
#![expect(missing_docs, reason = "each function is documented in docs/flat-abi.md")]
#![expect(
    clippy::missing_const_for_fn,
    clippy::too_many_arguments,
    reason = "they are what the interface has"
)]

use alloc::{collections::BTreeMap, string::String, vec::Vec};
use core::fmt;

use twilio_access_token::{SigningKey, Verifier, WebhookKey};
use zeroize::Zeroize as _;

use crate::{
    ABI_VERSION, Status, TAT_MISUSE, TAT_OK,
    calls::{self, Failure, Key, Outcome},
};

/// An address and a length, as a host gives them.
type Span = (u32, u32);

/// The longest allocation that a host can ask for, 16 MiB.
pub const MAX_ALLOCATION: u32 = 1 << 24;

/// The longest text of lines, 1 MiB. Each empty one is answered by an error of 190 bytes, and to run out of memory is to trap.
pub const MAX_LINES: u32 = 1 << 20;

/// All that an instance of the module holds.
#[derive(Debug)]
pub struct Instance {
    memory: Memory,
    objects: Objects,
}

impl Instance {
    #[must_use]
    pub const fn new() -> Self {
        Self {
            memory: Memory(BTreeMap::new()),
            objects: Objects {
                signers: Table::new(1),
                verifiers: Table::new(2),
                webhook_keys: Table::new(3),
            },
        }
    }

    pub fn tat_abi_version(&self) -> u32 {
        ABI_VERSION
    }

    pub fn tat_alloc(&mut self, len: u32) -> u32 {
        self.memory.allocate(len).unwrap_or(0)
    }

    pub fn tat_free(&mut self, address: u32, len: u32) -> Status {
        done_if((address, len) == (0, 0) || self.memory.free((address, len)))
    }

    pub fn tat_signer_new(
        &mut self,
        account_sid: u32,
        account_sid_len: u32,
        api_key_sid: u32,
        api_key_sid_len: u32,
        api_key_secret: u32,
        api_key_secret_len: u32,
        out: u32,
    ) -> Status {
        let key = [
            (account_sid, account_sid_len),
            (api_key_sid, api_key_sid_len),
            (api_key_secret, api_key_secret_len),
        ];
        self.call(out, |memory, objects| {
            let signer = calls::signer(&memory.key(key)?)?;
            Ok(Given::Handle(objects.signers.insert(signer)))
        })
    }

    pub fn tat_signer_free(&mut self, signer: u32) -> Status {
        done_if(self.objects.signers.free(signer))
    }

    pub fn tat_signer_sign(&mut self, signer: u32, token: u32, token_len: u32, now: u64, out: u32) -> Status {
        self.call(out, |memory, objects| {
            let signer = objects.signers.get("signer", signer)?;
            let token = memory.text("token", (token, token_len))?;
            calls::sign(signer, token, now).map(Given::Text)
        })
    }

    pub fn tat_signer_sign_lines(&mut self, signer: u32, lines: u32, lines_len: u32, now: u64, out: u32) -> Status {
        self.call(out, |memory, objects| {
            let signer = objects.signers.get("signer", signer)?;
            if lines_len > MAX_LINES {
                return Err(Failure::argument("lines", "is longer than 1 MiB"));
            }
            let lines = memory.text("lines", (lines, lines_len))?;
            Ok(Given::Text(calls::sign_lines(signer, lines, now)))
        })
    }

    pub fn tat_verifier_new(
        &mut self,
        account_sid: u32,
        account_sid_len: u32,
        api_key_sid: u32,
        api_key_sid_len: u32,
        api_key_secret: u32,
        api_key_secret_len: u32,
        out: u32,
    ) -> Status {
        let key = [
            (account_sid, account_sid_len),
            (api_key_sid, api_key_sid_len),
            (api_key_secret, api_key_secret_len),
        ];
        self.call(out, |memory, objects| {
            let verifier = calls::verifier(&memory.key(key)?)?;
            Ok(Given::Handle(objects.verifiers.insert(verifier)))
        })
    }

    pub fn tat_verifier_add_key(
        &mut self,
        verifier: u32,
        account_sid: u32,
        account_sid_len: u32,
        api_key_sid: u32,
        api_key_sid_len: u32,
        api_key_secret: u32,
        api_key_secret_len: u32,
        out: u32,
    ) -> Status {
        let key = [
            (account_sid, account_sid_len),
            (api_key_sid, api_key_sid_len),
            (api_key_secret, api_key_secret_len),
        ];
        self.call(out, |memory, objects| {
            let verifier = objects.verifiers.get("verifier", verifier)?;
            calls::add_key(verifier, &memory.key(key)?).map(|()| Given::Nothing)
        })
    }

    pub fn tat_verifier_set_leeway(&mut self, verifier: u32, seconds: u32) -> Status {
        let verifier = self.objects.verifiers.get("verifier", verifier);
        done_if(verifier.map(|verifier| verifier.set_leeway(seconds)).is_ok())
    }

    pub fn tat_verifier_verify(&mut self, verifier: u32, token: u32, token_len: u32, now: u64, out: u32) -> Status {
        self.call(out, |memory, objects| {
            let verifier = objects.verifiers.get("verifier", verifier)?;
            let token = memory.text("token", (token, token_len))?;
            calls::verify(verifier, token, now).map(Given::Text)
        })
    }

    pub fn tat_verifier_free(&mut self, verifier: u32) -> Status {
        done_if(self.objects.verifiers.free(verifier))
    }

    pub fn tat_inspect(
        &mut self,
        token: u32,
        token_len: u32,
        api_key_secret: u32,
        api_key_secret_len: u32,
        region: u32,
        region_len: u32,
        now: u64,
        out: u32,
    ) -> Status {
        self.call(out, |memory, _| {
            let token = memory.text("token", (token, token_len))?;
            let secret = memory.optional_text("api_key_secret", (api_key_secret, api_key_secret_len))?;
            let region = memory.optional_text("region", (region, region_len))?;
            Ok(Given::Text(calls::inspect(token, secret, region, now)))
        })
    }

    pub fn tat_webhook_key_new(
        &mut self,
        settings: u32,
        settings_len: u32,
        secret: u32,
        secret_len: u32,
        out: u32,
    ) -> Status {
        self.call(out, |memory, objects| {
            let settings = memory.optional_text("settings", (settings, settings_len))?;
            let key = calls::webhook_key(settings, memory.text("secret", (secret, secret_len))?)?;
            Ok(Given::Handle(objects.webhook_keys.insert(key)))
        })
    }

    pub fn tat_webhook_key_sign(
        &mut self,
        key: u32,
        url: u32,
        url_len: u32,
        fields: u32,
        fields_len: u32,
        out: u32,
    ) -> Status {
        self.call(out, |memory, objects| {
            let key = objects.webhook_keys.get("webhook key", key)?;
            let url = memory.text("url", (url, url_len))?;
            calls::webhook_sign(key, url, memory.text("fields", (fields, fields_len))?).map(Given::Text)
        })
    }

    pub fn tat_webhook_key_validate_form(
        &mut self,
        key: u32,
        signature: u32,
        signature_len: u32,
        url: u32,
        url_len: u32,
        fields: u32,
        fields_len: u32,
        out: u32,
    ) -> Status {
        self.call(out, |memory, objects| {
            let key = objects.webhook_keys.get("webhook key", key)?;
            let signature = memory
                .optional_text("signature", (signature, signature_len))?
                .unwrap_or_default();
            let url = memory.text("url", (url, url_len))?;
            let fields = memory.text("fields", (fields, fields_len))?;
            calls::validate_form(key, signature, url, fields).map(|()| Given::Nothing)
        })
    }

    pub fn tat_webhook_key_validate_body(
        &mut self,
        key: u32,
        signature: u32,
        signature_len: u32,
        url: u32,
        url_len: u32,
        body: u32,
        body_len: u32,
        out: u32,
    ) -> Status {
        self.call(out, |memory, objects| {
            let key = objects.webhook_keys.get("webhook key", key)?;
            let signature = memory
                .optional_text("signature", (signature, signature_len))?
                .unwrap_or_default();
            let url = memory.text("url", (url, url_len))?;
            let body = memory.bytes("body", (body, body_len))?;
            calls::validate_body(key, signature, url, body).map(|()| Given::Nothing)
        })
    }

    pub fn tat_webhook_key_free(&mut self, key: u32) -> Status {
        done_if(self.objects.webhook_keys.free(key))
    }

    /// The memory at an address, as a host sees it.
    #[cfg(not(target_family = "wasm"))]
    pub fn memory(&mut self, address: u32, len: u32) -> Option<&mut [u8]> {
        self.memory.bytes_mut((address, len))
    }

    /// How many allocations and objects are alive.
    #[cfg(not(target_family = "wasm"))]
    #[must_use]
    pub fn alive(&self) -> (usize, usize) {
        let Objects {
            signers,
            verifiers,
            webhook_keys,
        } = &self.objects;
        (
            self.memory.0.len(),
            signers.0.len() + verifiers.0.len() + webhook_keys.0.len(),
        )
    }

    /// Runs a call and stores what it gives at `out`, which is looked at first: a call whose answer has nowhere to go is not
    /// run.
    fn call(&mut self, out: u32, run: impl FnOnce(&Memory, &mut Objects) -> Outcome<Given>) -> Status {
        if self.memory.bytes_mut((out, OUT_LEN)).is_none() {
            return TAT_MISUSE;
        }
        let (status, given) = match run(&self.memory, &mut self.objects) {
            Ok(given) => (TAT_OK, given),
            Err(failure) => (failure.status(), Given::Text(failure.into_json())),
        };
        let (first, second) = match given {
            Given::Nothing => (0, 0),
            Given::Handle(handle) => (handle, 0),
            Given::Text(text) => self.memory.keep(text.into_bytes()),
        };
        if let Some(slot) = self.memory.bytes_mut((out, OUT_LEN)) {
            let (slot, rest) = slot.split_at_mut(4);
            slot.copy_from_slice(&first.to_le_bytes());
            rest.copy_from_slice(&second.to_le_bytes());
        }
        status
    }
}

impl Default for Instance {
    fn default() -> Self {
        Self::new()
    }
}

const OUT_LEN: u32 = 8;

/// What a call leaves at `out`.
enum Given {
    Nothing,
    Handle(u32),
    Text(String),
}

const fn done_if(done: bool) -> Status {
    if done { TAT_OK } else { TAT_MISUSE }
}

/// The allocations that are alive, by address. Hosts write into them, between calls.
struct Memory(BTreeMap<u32, Vec<u8>>);

impl Memory {
    fn allocate(&mut self, len: u32) -> Option<u32> {
        let size = usize::try_from(len).ok().filter(|_| len <= MAX_ALLOCATION)?;
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(size.max(1)).ok()?;
        bytes.resize(size, 0);
        Some(self.keep(bytes).0)
    }

    /// Makes bytes an allocation. Empty ones have an address of their own as well, by which they are freed.
    fn keep(&mut self, mut bytes: Vec<u8>) -> Span {
        bytes.reserve(1);
        let address = self.address_of(&mut bytes);
        let len = len_of(&bytes);
        self.0.insert(address, bytes);
        (address, len)
    }

    #[cfg(target_family = "wasm")]
    #[expect(clippy::cast_possible_truncation, reason = "addresses have 32 bits here")]
    fn address_of(&self, bytes: &mut Vec<u8>) -> u32 {
        bytes.as_mut_ptr().expose_provenance() as u32
    }

    /// Addresses natively, which have nothing to do with where the bytes are: allocations follow each other without a gap.
    #[cfg(not(target_family = "wasm"))]
    fn address_of(&self, _: &mut Vec<u8>) -> u32 {
        let end = |(address, bytes): (&u32, &Vec<u8>)| address.checked_add(len_of(bytes).max(1));
        let end = self.0.last_key_value().map_or(Some(OUT_LEN), end);
        end.unwrap_or_else(|| unreachable!("a test holds more than 4 GiB"))
    }

    fn free(&mut self, (address, len): Span) -> bool {
        if self.0.get(&address).is_none_or(|bytes| len_of(bytes) != len) {
            return false;
        }
        self.0.remove(&address).zeroize();
        true
    }

    /// Where a span is: in which allocation, and where in there.
    fn place(&self, (address, len): Span) -> Option<(u32, core::ops::Range<usize>)> {
        let (&base, bytes) = self.0.range(..=address).next_back()?;
        let start = usize::try_from(address - base).ok()?;
        let end = start.checked_add(usize::try_from(len).ok()?)?;
        (end <= bytes.len()).then_some((base, start..end))
    }

    fn bytes(&self, name: &str, span: Span) -> Outcome<&[u8]> {
        match span {
            (0, _) => Err(Failure::argument(name, "is missing")),
            (_, 0) => Ok(&[]),
            _ => {
                let place = self.place(span).and_then(|(base, range)| self.0.get(&base)?.get(range));
                place.ok_or_else(|| Failure::argument(name, "is not in one allocation that is alive"))
            }
        }
    }

    fn bytes_mut(&mut self, span: Span) -> Option<&mut [u8]> {
        let (base, range) = self.place(span)?;
        self.0.get_mut(&base)?.get_mut(range)
    }

    fn text(&self, name: &str, span: Span) -> Outcome<&str> {
        calls::text(name, self.bytes(name, span)?)
    }

    fn optional_text(&self, name: &str, span: Span) -> Outcome<Option<&str>> {
        match span {
            (0, 0) => Ok(None),
            _ => self.text(name, span).map(Some),
        }
    }

    fn key(&self, [account_sid, api_key_sid, api_key_secret]: [Span; 3]) -> Outcome<Key<'_>> {
        Ok(Key {
            account_sid: self.text("account_sid", account_sid)?,
            api_key_sid: self.text("api_key_sid", api_key_sid)?,
            api_key_secret: self.text("api_key_secret", api_key_secret)?,
        })
    }
}

/// The bytes are whatever a host has put there, secrets among them.
impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let spans = self.0.iter().map(|(address, bytes)| (address, bytes.len()));
        f.debug_map().entries(spans).finish()
    }
}

/// The length of bytes that have a place in memory of 32 bits.
fn len_of(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or_else(|_| unreachable!("what is kept is shorter than 4 GiB"))
}

#[derive(Debug)]
struct Objects {
    signers: Table<SigningKey>,
    verifiers: Table<Verifier>,
    webhook_keys: Table<WebhookKey>,
}

/// The objects of one kind that are alive, by handle; and the last handle. Handles of different kinds differ in their last
/// two bits.
#[derive(Debug)]
struct Table<T>(BTreeMap<u32, T>, u32);

impl<T> Table<T> {
    const fn new(kind: u32) -> Self {
        Self(BTreeMap::new(), kind)
    }

    fn insert(&mut self, object: T) -> u32 {
        while self.0.contains_key(&self.1) {
            self.1 = self.1.wrapping_add(4);
        }
        let handle = self.1;
        self.0.insert(handle, object);
        self.1 = handle.wrapping_add(4);
        handle
    }

    fn get(&mut self, kind: &str, handle: u32) -> Outcome<&mut T> {
        self.0.get_mut(&handle).ok_or_else(|| Failure::handle(kind))
    }

    fn free(&mut self, handle: u32) -> bool {
        handle == 0 || self.0.remove(&handle).is_some()
    }
}
