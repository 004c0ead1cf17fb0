//! The flat WebAssembly module, as `docs/flat-abi.md` describes it. It trusts nothing that a host passes.
//!
//! An [`Instance`] has no unsafe code and runs natively as well, with made-up addresses, so that it can be tested and fuzzed
//! there.
#![expect(missing_docs, reason = "docs/flat-abi.md documents each function")]
#![expect(clippy::too_many_arguments, reason = "the interface has them")]

use alloc::{collections::BTreeMap, vec::Vec};
use core::fmt;

use zeroize::Zeroize as _;

use crate::{
    ABI_VERSION, Status, TAT_MISUSE, TAT_OK,
    calls::{self, Answer, Failure, Objects, Outcome, utf8},
};

/// An address and a length, as a host gives them.
type Span = (u32, u32);

/// The longest allocation that a host can ask for, 16 MiB.
pub const MAX_ALLOCATION: u32 = 1 << 24;

/// The longest text of lines, 1 MiB. Each empty one has an error of 190 bytes, and running out of memory is a trap.
pub const MAX_LINES: u32 = 1 << 20;

const OUT_LEN: u32 = 8;

/// The state of an instance of the module.
#[derive(Debug)]
pub struct Instance {
    memory: Memory,
    objects: Objects,
}

/// Turns the list of calls into methods of [`Instance`] and, in WebAssembly, exported functions. Each step reads one argument: its
/// integers join the parameters, and a statement that reads it joins the body.
macro_rules! methods {
    ($($name:ident($($argument:ident: $kind:ident),*) -> $result:ident;)*) => {
        $(methods! { @memory $name $result [] [] [] $($argument: $kind,)* })*
    };
    (@$m:ident $name:ident $result:ident [$($parameters:tt)*] [$($reads:tt)*] [$($call:tt)*] $argument:ident: handle, $($rest:tt)*) => {
        methods! { @$m $name $result [$($parameters)* $argument: u32,] [$($reads)*] [$($call)* $argument,] $($rest)* }
    };
    (@$m:ident $name:ident $result:ident [$($parameters:tt)*] [$($reads:tt)*] [$($call:tt)*] $argument:ident: seconds, $($rest:tt)*) => {
        methods! { @$m $name $result [$($parameters)* $argument: u32,] [$($reads)*] [$($call)* $argument,] $($rest)* }
    };
    (@$m:ident $name:ident $result:ident [$($parameters:tt)*] [$($reads:tt)*] [$($call:tt)*] $argument:ident: time, $($rest:tt)*) => {
        methods! { @$m $name $result [$($parameters)* $argument: u64,] [$($reads)*] [$($call)* $argument,] $($rest)* }
    };
    (@$m:ident $name:ident $result:ident [$($parameters:tt)*] [$($reads:tt)*] [$($call:tt)*] $argument:ident: $kind:ident, $($rest:tt)*) => {
        methods! {
            @$m $name $result
            [$($parameters)* $argument: u32, len: u32,]
            [$($reads)* let $argument = $m.$kind(stringify!($argument), ($argument, len))?;]
            [$($call)* $argument,]
            $($rest)*
        }
    };
    (@$m:ident $name:ident Status [$($parameter:ident: $type:ty,)*] [] [$($call:tt)*]) => {
        impl Instance {
            pub fn $name(&mut self, $($parameter: $type),*) -> Status {
                done_if(calls::$name(&mut self.objects, $($call)*).is_ok())
            }
        }

        export! { $name($($parameter: $type),*) }
    };
    (@$m:ident $name:ident $result:ident [$($parameter:ident: $type:ty,)*] [$($reads:tt)*] [$($call:tt)*]) => {
        impl Instance {
            pub fn $name(&mut self, $($parameter: $type,)* out: u32) -> Status {
                self.call(out, |$m, objects| {
                    let _ = $m;
                    $($reads)*
                    calls::$name(objects, $($call)*).map(Answer::from)
                })
            }
        }

        export! { $name($($parameter: $type,)* out: u32) }
    };
}

#[cfg(target_family = "wasm")]
use crate::exports::export;

/// Natively nothing is exported.
#[cfg(not(target_family = "wasm"))]
macro_rules! export {
    ($($export:tt)*) => {};
}

crate::calls!(methods);
#[cfg(feature = "npm")]
crate::npm_calls!(methods);

/// Lists the calls: name, kinds of the arguments, result. The npm package makes its functions from it.
#[cfg(feature = "npm")]
macro_rules! list {
    ($($name:ident($($argument:ident: $kind:ident),*) -> $result:ident;)*) => {
        &[$((stringify!($name), &[$(stringify!($kind)),*], stringify!($result))),*]
    };
}

/// A call's name, kinds of arguments and result.
#[cfg(feature = "npm")]
type Listed = (&'static str, &'static [&'static str], &'static str);

#[cfg(feature = "npm")]
const CALLS: [&[Listed]; 2] = [crate::calls!(list), crate::npm_calls!(list)];

#[cfg(feature = "npm")]
impl Instance {
    /// Returns the list of calls, a JSON array of `[name, kinds, result]`.
    pub fn describe(&mut self, out: u32) -> Status {
        self.call(out, |_, _| {
            let calls = CALLS.iter().copied().flatten();
            let calls = calls.map(|&(name, kinds, result)| (crate::table::camel_case(name), kinds, result));
            Ok(Answer::Text(calls::json(&calls.collect::<Vec<_>>())))
        })
    }
}

impl Instance {
    #[must_use]
    pub const fn new() -> Self {
        Self {
            memory: Memory(BTreeMap::new()),
            objects: Objects::new(),
        }
    }

    #[must_use]
    pub const fn abi_version(&self) -> u32 {
        ABI_VERSION
    }

    pub fn alloc(&mut self, len: u32) -> u32 {
        self.memory.allocate(len).unwrap_or(0)
    }

    pub fn free(&mut self, address: u32, len: u32) -> Status {
        done_if((address, len) == (0, 0) || self.memory.free((address, len)))
    }

    /// The memory at an address, as a host sees it.
    #[cfg(not(target_family = "wasm"))]
    pub fn memory(&mut self, address: u32, len: u32) -> Option<&mut [u8]> {
        self.memory.bytes_mut((address, len))
    }

    /// The numbers of live allocations and objects.
    #[cfg(not(target_family = "wasm"))]
    #[must_use]
    pub fn alive(&self) -> (usize, usize) {
        (self.memory.0.len(), self.objects.len())
    }

    /// Runs a call and stores its answer at `out`. A call whose `out` is not valid does not run.
    fn call(&mut self, out: u32, run: impl FnOnce(&Memory, &mut Objects) -> Outcome<Answer>) -> Status {
        if self.memory.bytes_mut((out, OUT_LEN)).is_none() {
            return TAT_MISUSE;
        }
        let (status, answer) = match run(&self.memory, &mut self.objects) {
            Ok(answer) => (TAT_OK, answer),
            Err(failure) => (failure.status(), Answer::Text(failure.to_json())),
        };
        let (first, second) = match answer {
            Answer::Nothing => (0, 0),
            Answer::Handle(handle) => (handle, 0),
            Answer::Text(text) => self.memory.keep(text.into_bytes()),
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

const fn done_if(done: bool) -> Status {
    if done { TAT_OK } else { TAT_MISUSE }
}

/// The live allocations, by address. Hosts write into them, between calls.
struct Memory(BTreeMap<u32, Vec<u8>>);

impl Memory {
    fn allocate(&mut self, len: u32) -> Option<u32> {
        let size = usize::try_from(len).ok().filter(|_| len <= MAX_ALLOCATION)?;
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(size.max(1)).ok()?;
        bytes.resize(size, 0);
        Some(self.keep(bytes).0)
    }

    /// Makes bytes an allocation. Empty ones have an address too, by which they are freed.
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

    /// A made-up address: allocations follow each other without a gap.
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

    /// The allocation that a span lies in, and the range in it.
    fn place(&self, (address, len): Span) -> Option<(u32, core::ops::Range<usize>)> {
        let (&base, bytes) = self.0.range(..=address).next_back()?;
        let start = usize::try_from(address - base).ok()?;
        let end = start.checked_add(usize::try_from(len).ok()?)?;
        (end <= bytes.len()).then_some((base, start..end))
    }

    fn bytes(&self, name: &str, span: Span) -> Outcome<&[u8]> {
        match span {
            (0, _) => Err(Failure::argument(name, "is missing", "Pass its address and length.")),
            (_, 0) => Ok(&[]),
            _ => {
                let place = self.place(span).and_then(|(base, range)| self.0.get(&base)?.get(range));
                let hint = "Allocate it with tat_alloc, and free it after the call.";
                place.ok_or_else(|| Failure::argument(name, "is not in one live allocation", hint))
            }
        }
    }

    fn bytes_mut(&mut self, span: Span) -> Option<&mut [u8]> {
        let (base, range) = self.place(span)?;
        self.0.get_mut(&base)?.get_mut(range)
    }

    fn text(&self, name: &str, span: Span) -> Outcome<&str> {
        utf8(name, self.bytes(name, span)?)
    }

    fn lines(&self, name: &str, span: Span) -> Outcome<&str> {
        if span.1 > MAX_LINES {
            return Err(Failure::argument(
                name,
                "is longer than 1 MiB",
                "Split it into several calls.",
            ));
        }
        self.text(name, span)
    }

    fn secret(&self, name: &str, span: Span) -> Outcome<&[u8]> {
        self.bytes(name, span)
    }

    fn optional(&self, name: &str, span: Span) -> Outcome<Option<&str>> {
        (span != (0, 0)).then(|| self.text(name, span)).transpose()
    }

    fn optional_secret(&self, name: &str, span: Span) -> Outcome<Option<&str>> {
        self.optional(name, span)
    }

    #[cfg(feature = "npm")]
    fn optional_bytes(&self, name: &str, span: Span) -> Outcome<Option<&[u8]>> {
        (span != (0, 0)).then(|| self.bytes(name, span)).transpose()
    }
}

/// Shows no bytes, since hosts write secrets there.
impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let spans = self.0.iter().map(|(address, bytes)| (address, bytes.len()));
        f.debug_map().entries(spans).finish()
    }
}

/// The length of bytes in a memory of 32 bits.
fn len_of(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or_else(|_| unreachable!("allocations are shorter than 4 GiB"))
}
