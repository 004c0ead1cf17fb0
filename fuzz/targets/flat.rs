//! Whatever a host of the flat module passes, it gets what `docs/flat-abi.md` says: nothing panics, nothing is read or
//! written but what lies in an allocation that is alive, and at the end nothing is left.
//!
//! An input is a program of such a host. A byte names a function, and what its arguments are made of follows.

#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use twilio_access_token_bindings::{
    Status, TAT_MISUSE, TAT_OK, TAT_REJECTED,
    flat::{Instance, MAX_ALLOCATION},
};
use twilio_access_token_fuzz::{ACCOUNT_SID, API_KEY_SID, NOW, SECRET};

/// What a host writes into its allocations.
const CONTENTS: [&[u8]; 8] = [
    ACCOUNT_SID.as_bytes(),
    API_KEY_SID.as_bytes(),
    SECRET.as_bytes(),
    br#"{"identity":"alice","grants":{"video":{"room":"daily"}}}"#,
    b"{\"identity\":\"alice\"}\n{\"identity\":\"\"}",
    br#"[["To","+18005551212"]]"#,
    b"https://example.com/?bodySHA256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    b"\xff",
];

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Signer,
    Verifier,
    WebhookKey,
}

fn assert_error(json: &str, code: &str) {
    assert!(json.starts_with(&format!(r#"{{"code":"{code}"#)), "{json}");
    assert!(
        json.contains(r#"","message":""#) && json.contains(r#"","hint":""#) && json.ends_with(r#"."}"#),
        "{json}"
    );
}

/// A host, what it has, and the rest of its program.
struct Host<'i> {
    instance: Instance,
    program: std::slice::Iter<'i, u8>,
    out: u32,
    spans: BTreeMap<u32, u32>,
    handles: BTreeMap<u32, Kind>,
    last_handle: u32,
}

impl<'i> Host<'i> {
    fn new(program: &'i [u8]) -> Self {
        let mut instance = Instance::new();
        let out = instance.alloc(8);
        Self {
            instance,
            program: program.iter(),
            out,
            spans: BTreeMap::from([(out, 8)]),
            handles: BTreeMap::new(),
            last_handle: 0,
        }
    }

    fn byte(&mut self) -> u8 {
        self.program.next().copied().unwrap_or_default()
    }

    /// An address, a length or a handle, or nearly so.
    fn word(&mut self) -> u32 {
        let choice = self.byte();
        if choice < 16 {
            return u32::from_le_bytes([self.byte(), self.byte(), self.byte(), self.byte()]);
        }
        let spans = self
            .spans
            .iter()
            .flat_map(|(&address, &len)| [address, len, address + len]);
        let known = spans.chain(self.handles.keys().copied()).collect::<Vec<_>>();
        let word = known[usize::from(choice / 2) % known.len()];
        match choice % 2 {
            0 => word,
            _ => word.wrapping_add_signed(i32::from(self.byte().cast_signed())),
        }
    }

    fn text(&mut self) -> (u32, u32) {
        let choice = self.byte();
        if choice < 32 {
            return (self.word(), self.word());
        }
        let (&address, &len) = self
            .spans
            .iter()
            .nth(usize::from(choice) % self.spans.len())
            .expect("there is `out`");
        (address, len)
    }

    fn handle(&mut self) -> u32 {
        let choice = self.byte();
        let handle = self.handles.keys().nth(usize::from(choice) % self.handles.len().max(1));
        match handle {
            Some(&handle) if choice >= 32 => handle,
            _ => self.word(),
        }
    }

    fn now(&mut self) -> u64 {
        match self.byte() {
            0 => u64::MAX,
            later => NOW.as_secs() + u64::from(later) * 60,
        }
    }

    fn is_alive(&self, address: u32, len: u32) -> bool {
        let within = |(&base, &size): (&u32, &u32)| {
            base <= address && u64::from(address) + u64::from(len) <= u64::from(base) + u64::from(size)
        };
        self.spans.iter().any(within)
    }

    /// Calls what leaves something at `out`, and takes it. `makes` is what the function makes.
    fn call(&mut self, makes: Option<Kind>, call: impl FnOnce(&mut Instance, u32) -> Status) {
        let out = if self.byte() < 224 { self.out } else { self.word() };
        let alive = self.instance.alive();
        let status = call(&mut self.instance, out);
        if !self.is_alive(out, 8) {
            assert_eq!((status, self.instance.alive()), (TAT_MISUSE, alive));
            return;
        }
        let slot = self.instance.memory(out, 8).expect("it is alive");
        let word = |bytes: &[u8]| u32::from_le_bytes(bytes.try_into().expect("there are four"));
        let (address, len) = (word(&slot[..4]), word(&slot[4..]));
        match makes.filter(|_| status == TAT_OK) {
            Some(kind) => {
                self.last_handle += 1;
                assert_eq!((address, len), (self.last_handle, 0));
                self.handles.insert(address, kind);
            }
            None if (address, len) == (0, 0) => assert_eq!(status, TAT_OK),
            None => {
                let text = self.instance.memory(address, len).expect("what is given is alive");
                let text = str::from_utf8(text).expect("what is given is a text");
                match status {
                    TAT_OK => {}
                    TAT_REJECTED => assert_error(text, ""),
                    TAT_MISUSE => assert_error(text, "invalid-"),
                    _ => panic!("there is no status {status}"),
                }
                assert_eq!(self.instance.free(address, len), TAT_OK);
            }
        }
    }

    fn free(&mut self, kind: Kind) {
        let handle = self.handle();
        let expected = if handle == 0 || self.handles.get(&handle) == Some(&kind) {
            TAT_OK
        } else {
            TAT_MISUSE
        };
        assert_eq!(free(&mut self.instance, kind, handle), expected, "{handle}");
        if expected == TAT_OK {
            self.handles.remove(&handle);
        }
    }

    fn step(&mut self, function: u8) {
        match function % 20 {
            0 => {
                let len = match self.word() {
                    len @ ..=MAX_ALLOCATION => len % 4096,
                    len => len,
                };
                let address = self.instance.alloc(len);
                assert_eq!(address == 0, len > MAX_ALLOCATION);
                if address != 0 {
                    assert!(self.spans.insert(address, len).is_none());
                }
            }
            1 | 2 => {
                let content = CONTENTS[usize::from(self.byte()) % CONTENTS.len()];
                let len = u32::try_from(content.len()).expect("it is short");
                let address = self.instance.alloc(len);
                self.instance
                    .memory(address, len)
                    .expect("it was made")
                    .copy_from_slice(content);
                self.spans.insert(address, len);
            }
            3 => {
                let (address, len) = self.text();
                if address == self.out {
                    return;
                }
                let right = (address, len) == (0, 0) || self.spans.get(&address) == Some(&len);
                assert_eq!(self.instance.free(address, len) == TAT_OK, right, "{address} {len}");
                if right {
                    self.spans.remove(&address);
                }
            }
            4 | 5 => {
                let ((a, al), (k, kl), (s, sl)) = self.key();
                self.call(Some(Kind::Signer), |it, out| it.signer_new(a, al, k, kl, s, sl, out));
            }
            6 => {
                let (signer, (t, tl), now) = (self.handle(), self.text(), self.now());
                self.call(None, |it, out| it.signer_sign(signer, t, tl, now, out));
            }
            7 => {
                let (signer, (t, tl), now) = (self.handle(), self.text(), self.now());
                self.call(None, |it, out| it.signer_sign_lines(signer, t, tl, now, out));
            }
            8 => self.free(Kind::Signer),
            9 => {
                let ((a, al), (k, kl), (s, sl)) = self.key();
                self.call(Some(Kind::Verifier), |it, out| {
                    it.verifier_new(a, al, k, kl, s, sl, out)
                });
            }
            10 => {
                let (verifier, ((a, al), (k, kl), (s, sl))) = (self.handle(), self.key());
                self.call(None, |it, out| it.verifier_add_key(verifier, a, al, k, kl, s, sl, out));
            }
            11 => {
                let (verifier, seconds) = (self.handle(), self.word());
                let expected = self.handles.get(&verifier) == Some(&Kind::Verifier);
                assert_eq!(self.instance.verifier_set_leeway(verifier, seconds) == TAT_OK, expected);
            }
            12 => {
                let (verifier, (t, tl), now) = (self.handle(), self.text(), self.now());
                self.call(None, |it, out| it.verifier_verify(verifier, t, tl, now, out));
            }
            13 => self.free(Kind::Verifier),
            14 => {
                let ((t, tl), (s, sl), (r, rl), now) = (self.text(), self.text(), self.text(), self.now());
                self.call(None, |it, out| it.inspect(t, tl, s, sl, r, rl, now, out));
            }
            15 => {
                let (settings, secret) = if self.byte() < 128 {
                    ((0, 0), self.text())
                } else {
                    (self.text(), self.text())
                };
                let ((h, hl), (s, sl)) = (settings, secret);
                self.call(Some(Kind::WebhookKey), |it, out| it.webhook_key_new(h, hl, s, sl, out));
            }
            16 => {
                let (key, (u, ul), (f, fl)) = (self.handle(), self.text(), self.text());
                self.call(None, |it, out| it.webhook_key_sign(key, u, ul, f, fl, out));
            }
            17 => {
                let (key, (s, sl), (u, ul), (f, fl)) = (self.handle(), self.text(), self.text(), self.text());
                self.call(None, |it, out| {
                    it.webhook_key_validate_form(key, s, sl, u, ul, f, fl, out)
                });
            }
            18 => {
                let (key, (s, sl), (u, ul), (b, bl)) = (self.handle(), self.text(), self.text(), self.text());
                self.call(None, |it, out| {
                    it.webhook_key_validate_body(key, s, sl, u, ul, b, bl, out)
                });
            }
            _ => self.free(Kind::WebhookKey),
        }
    }

    /// Texts for a key: the right ones, if it has written them.
    fn key(&mut self) -> ((u32, u32), (u32, u32), (u32, u32)) {
        (self.text(), self.text(), self.text())
    }
}

fn free(instance: &mut Instance, kind: Kind, handle: u32) -> Status {
    match kind {
        Kind::Signer => instance.signer_free(handle),
        Kind::Verifier => instance.verifier_free(handle),
        Kind::WebhookKey => instance.webhook_key_free(handle),
    }
}

fuzz_target!(|program: &[u8]| {
    let mut host = Host::new(program);
    while let Some(&function) = host.program.next() {
        host.step(function);
    }
    for (handle, kind) in host.handles {
        assert_eq!(free(&mut host.instance, kind, handle), TAT_OK);
    }
    for (address, len) in host.spans {
        assert_eq!(host.instance.free(address, len), TAT_OK);
    }
    assert_eq!(host.instance.alive(), (0, 0));
});
