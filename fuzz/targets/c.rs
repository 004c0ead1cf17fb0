//! The two forms of the library for other languages answer alike: what a C program passes is refused, or done, with the same
//! status and the same text as when it is a host of the flat module. And the C library reads and frees what is given, no more.
//!
//! An input is calls, a line each: a function, and its arguments with tabs before them.

#![no_main]

use std::{mem::MaybeUninit, ptr, slice};

use libfuzzer_sys::fuzz_target;
use twilio_access_token_bindings::{
    Status, TAT_MISUSE, TAT_OK, TAT_REJECTED,
    c::{self, Text},
    flat::Instance,
};
use twilio_access_token_fuzz::{ACCOUNT_SID, API_KEY_SID, NOW, SECRET};

/// What a text was given for: none where it is not given.
type Argument = Option<Box<[u8]>>;

#[derive(Debug, Eq, PartialEq)]
struct Answer {
    status: Status,
    text: Option<String>,
}

/// An object in both forms.
struct Object<T> {
    c: Option<Box<T>>,
    flat: u32,
}

/// A host of the flat module, and what it has passed to a call.
struct Host {
    instance: Instance,
    out: u32,
    passed: Vec<(u32, u32)>,
}

impl Host {
    fn pass(&mut self, argument: &Argument) -> (u32, u32) {
        let Some(bytes) = argument else { return (0, 0) };
        let len = u32::try_from(bytes.len()).expect("inputs are short");
        let address = self.instance.alloc(len);
        self.instance
            .memory(address, len)
            .expect("it was made")
            .copy_from_slice(bytes);
        self.passed.push((address, len));
        (address, len)
    }

    /// The answer to a call and, where the call makes an object, its handle.
    fn call(&mut self, makes: bool, call: impl FnOnce(&mut Instance, u32) -> Status) -> (Answer, u32) {
        let status = call(&mut self.instance, self.out);
        for (address, len) in self.passed.drain(..) {
            assert_eq!(self.instance.free(address, len), TAT_OK);
        }
        let slot = self.instance.memory(self.out, 8).expect("it is alive");
        let word = |bytes: &[u8]| u32::from_le_bytes(bytes.try_into().expect("there are four"));
        let (address, len) = (word(&slot[..4]), word(&slot[4..]));
        if makes && status == TAT_OK {
            return (Answer { status, text: None }, address);
        }
        let text = (address != 0).then(|| {
            let text = self
                .instance
                .memory(address, len)
                .expect("what is given is alive")
                .to_vec();
            assert_eq!(self.instance.free(address, len), TAT_OK);
            String::from_utf8(text).expect("what is given is a text")
        });
        (Answer { status, text }, 0)
    }
}

/// The answer to a call of C's, whose text is freed.
fn answer(call: impl FnOnce(&mut MaybeUninit<Text>) -> Status) -> Answer {
    let mut text = MaybeUninit::uninit();
    let status = call(&mut text);
    // SAFETY: it is always set.
    let given = unsafe { text.assume_init() };
    let text = (!given.data.is_null()).then(|| {
        // SAFETY: there are so many bytes and a NUL.
        let bytes = unsafe { slice::from_raw_parts(given.data.cast::<u8>(), given.len + 1) };
        let text = bytes.strip_suffix(b"\0").expect("there is a NUL at the end");
        String::from_utf8(text.to_vec()).expect("what is given is a text")
    });
    // SAFETY: it is ours, and freed this once.
    unsafe { c::tat_text_free(given) };
    Answer { status, text }
}

/// The answer to a call of C's that makes an object, and the object.
fn made<T>(call: impl FnOnce(&mut MaybeUninit<*mut T>, &mut MaybeUninit<Text>) -> Status) -> (Answer, Option<Box<T>>) {
    let mut object = MaybeUninit::uninit();
    let answer = answer(|error| call(&mut object, error));
    // SAFETY: it is always set.
    let object: *mut T = unsafe { object.assume_init() };
    assert_eq!(object.is_null(), answer.status != TAT_OK);
    // SAFETY: it was made of a box, and nobody else has it.
    (answer, (!object.is_null()).then(|| unsafe { Box::from_raw(object) }))
}

fn raw<T>(argument: &Argument) -> (*const T, usize) {
    argument
        .as_ref()
        .map_or((ptr::null(), 0), |bytes| (bytes.as_ptr().cast(), bytes.len()))
}

/// A program in both forms.
struct Program {
    host: Host,
    signer: Object<c::Signer>,
    verifier: Object<c::TokenVerifier>,
    key: Object<c::Webhooks>,
    now: u64,
    /// The last text that was given.
    last: Vec<u8>,
}

impl Program {
    fn new() -> Self {
        let mut instance = Instance::new();
        let out = instance.alloc(8);
        Self {
            host: Host {
                instance,
                out,
                passed: Vec::new(),
            },
            signer: Object { c: None, flat: 0 },
            verifier: Object { c: None, flat: 0 },
            key: Object { c: None, flat: 0 },
            now: NOW.as_secs(),
            last: Vec::new(),
        }
    }

    /// What an argument stands for: a text, but for some names. Each has memory of its own, to the end of which nothing is read.
    fn argument(&self, written: &[u8]) -> Argument {
        Some(match written {
            b"NULL" => return None,
            b"AC" => ACCOUNT_SID.as_bytes().into(),
            b"SK" => API_KEY_SID.as_bytes().into(),
            b"SECRET" => SECRET.as_bytes().into(),
            b"LAST" => self.last.as_slice().into(),
            text => text.split(|&byte| byte == b';').collect::<Vec<_>>().join(&b'\n').into(),
        })
    }

    fn agree(&mut self, c: Answer, flat: Answer) {
        assert_eq!(c.status, flat.status);
        match c.status {
            TAT_OK => assert_eq!(c.text, flat.text),
            TAT_REJECTED => {
                assert!(
                    c.text
                        .as_deref()
                        .is_some_and(|text| text.starts_with(r#"{"code":""#) && text.contains(r#"","hint":""#))
                );
                assert_eq!(c.text, flat.text);
            }
            // What is wrong in one form need not be so called in the other.
            TAT_MISUSE => {
                let misuse = |text: Option<String>| text.is_none_or(|text| text.starts_with(r#"{"code":"invalid-"#));
                assert!(misuse(c.text) && misuse(flat.text));
                return;
            }
            other => panic!("there is no status {other}"),
        }
        if let Some(text) = c.text {
            self.last = text.into_bytes();
        }
    }

    fn step(&mut self, line: &[u8]) {
        let mut words = line.split(|&byte| byte == b'\t');
        let function = words.next().unwrap_or_default();
        let [first, second, third] = [(); 3].map(|()| self.argument(words.next().unwrap_or(b"NULL")));
        let arguments = [&first, &second, &third];
        let [(a, al), (b, bl), (d, dl)] = arguments.map(raw);
        let number = || std::str::from_utf8(first.as_deref()?).ok()?.parse::<u64>().ok();
        let host = &mut self.host;
        // SAFETY, of all calls: there are so many bytes at each pointer that is not null.
        let (c, flat) = match function {
            b"time" => {
                self.now = number().unwrap_or(u64::MAX);
                return;
            }
            b"signer" => {
                let (c, object) =
                    made(|out, error| unsafe { c::tat_signer_new(a, al, b, bl, d, dl, Some(out), Some(error)) });
                let [(a, al), (b, bl), (d, dl)] = arguments.map(|argument| host.pass(argument));
                let (flat, handle) = host.call(true, |it, out| it.signer_new(a, al, b, bl, d, dl, out));
                self.free_signer();
                self.signer = Object {
                    c: object,
                    flat: handle,
                };
                (c, flat)
            }
            b"sign" | b"lines" => {
                let (signer, now) = (self.signer.c.as_deref(), self.now);
                let one = function == b"sign";
                let c = answer(|out| unsafe {
                    let call = if one {
                        c::tat_signer_sign
                    } else {
                        c::tat_signer_sign_lines
                    };
                    call(signer, a, al, now, Some(out))
                });
                let (a, al) = host.pass(&first);
                let handle = self.signer.flat;
                let call = if one {
                    Instance::signer_sign
                } else {
                    Instance::signer_sign_lines
                };
                (c, host.call(false, |it, out| call(it, handle, a, al, now, out)).0)
            }
            b"verifier" => {
                let (c, object) =
                    made(|out, error| unsafe { c::tat_verifier_new(a, al, b, bl, d, dl, Some(out), Some(error)) });
                let [(a, al), (b, bl), (d, dl)] = arguments.map(|argument| host.pass(argument));
                let (flat, handle) = host.call(true, |it, out| it.verifier_new(a, al, b, bl, d, dl, out));
                self.free_verifier();
                self.verifier = Object {
                    c: object,
                    flat: handle,
                };
                (c, flat)
            }
            b"add-key" => {
                let verifier = self.verifier.c.as_deref_mut();
                let c = answer(|error| unsafe { c::tat_verifier_add_key(verifier, a, al, b, bl, d, dl, Some(error)) });
                let [(a, al), (b, bl), (d, dl)] = arguments.map(|argument| host.pass(argument));
                let handle = self.verifier.flat;
                (
                    c,
                    host.call(false, |it, out| it.verifier_add_key(handle, a, al, b, bl, d, dl, out))
                        .0,
                )
            }
            b"leeway" => {
                let seconds = number()
                    .and_then(|seconds| u32::try_from(seconds).ok())
                    .unwrap_or(u32::MAX);
                let c = c::tat_verifier_set_leeway(self.verifier.c.as_deref_mut(), seconds);
                assert_eq!(c, host.instance.verifier_set_leeway(self.verifier.flat, seconds));
                return;
            }
            b"verify" => {
                let (verifier, now) = (self.verifier.c.as_deref(), self.now);
                let c = answer(|out| unsafe { c::tat_verifier_verify(verifier, a, al, now, Some(out)) });
                let (a, al) = host.pass(&first);
                let handle = self.verifier.flat;
                (
                    c,
                    host.call(false, |it, out| it.verifier_verify(handle, a, al, now, out))
                        .0,
                )
            }
            b"inspect" => {
                let now = self.now;
                let c = answer(|out| unsafe { c::tat_inspect(a, al, b, bl, d, dl, now, Some(out)) });
                let [(a, al), (b, bl), (d, dl)] = arguments.map(|argument| host.pass(argument));
                (
                    c,
                    host.call(false, |it, out| it.inspect(a, al, b, bl, d, dl, now, out)).0,
                )
            }
            b"webhook-key" => {
                let (c, object) =
                    made(|out, error| unsafe { c::tat_webhook_key_new(a, al, b, bl, Some(out), Some(error)) });
                let [(a, al), (b, bl)] = [&first, &second].map(|argument| host.pass(argument));
                let (flat, handle) = host.call(true, |it, out| it.webhook_key_new(a, al, b, bl, out));
                self.free_key();
                self.key = Object {
                    c: object,
                    flat: handle,
                };
                (c, flat)
            }
            b"webhook-sign" => {
                let key = self.key.c.as_deref();
                let c = answer(|out| unsafe { c::tat_webhook_key_sign(key, a, al, b, bl, Some(out)) });
                let [(a, al), (b, bl)] = [&first, &second].map(|argument| host.pass(argument));
                let handle = self.key.flat;
                (
                    c,
                    host.call(false, |it, out| it.webhook_key_sign(handle, a, al, b, bl, out))
                        .0,
                )
            }
            b"form" => {
                let key = self.key.c.as_deref();
                let c =
                    answer(|error| unsafe { c::tat_webhook_key_validate_form(key, a, al, b, bl, d, dl, Some(error)) });
                let [(a, al), (b, bl), (d, dl)] = arguments.map(|argument| host.pass(argument));
                let handle = self.key.flat;
                (
                    c,
                    host.call(false, |it, out| {
                        it.webhook_key_validate_form(handle, a, al, b, bl, d, dl, out)
                    })
                    .0,
                )
            }
            b"body" => {
                let key = self.key.c.as_deref();
                let c = answer(|error| unsafe {
                    c::tat_webhook_key_validate_body(key, a, al, b, bl, d.cast(), dl, Some(error))
                });
                let [(a, al), (b, bl), (d, dl)] = arguments.map(|argument| host.pass(argument));
                let handle = self.key.flat;
                (
                    c,
                    host.call(false, |it, out| {
                        it.webhook_key_validate_body(handle, a, al, b, bl, d, dl, out)
                    })
                    .0,
                )
            }
            _ => return,
        };
        self.agree(c, flat);
    }

    fn free_signer(&mut self) {
        c::tat_signer_free(self.signer.c.take());
        assert_eq!(self.host.instance.signer_free(self.signer.flat), TAT_OK);
    }

    fn free_verifier(&mut self) {
        c::tat_verifier_free(self.verifier.c.take());
        assert_eq!(self.host.instance.verifier_free(self.verifier.flat), TAT_OK);
    }

    fn free_key(&mut self) {
        c::tat_webhook_key_free(self.key.c.take());
        assert_eq!(self.host.instance.webhook_key_free(self.key.flat), TAT_OK);
    }
}

fuzz_target!(|input: &[u8]| {
    let mut program = Program::new();
    for line in input.split(|&byte| byte == b'\n') {
        program.step(line);
    }
    program.free_signer();
    program.free_verifier();
    program.free_key();
    let Host { mut instance, out, .. } = program.host;
    assert_eq!(instance.free(out, 8), TAT_OK);
    assert_eq!(instance.alive(), (0, 0));
});
