//! The flat form, natively: what it gives, and that it trusts nobody.
#![expect(clippy::unwrap_used, reason = "a test that panics has failed")]

use twilio_access_token_bindings::{
    Status, TAT_MISUSE, TAT_OK, TAT_REJECTED,
    flat::{Instance, MAX_ALLOCATION, MAX_LINES},
};

const NOW: u64 = 1_700_000_000;
const TOKEN: &str = r#"{"identity":"alice"}"#;
const KEY: [&str; 3] = [
    "AC0123456789abcdef0123456789abcdef",
    "SKfedcba9876543210fedcba9876543210",
    "NotARealSecret0NotARealSecret012",
];

/// A host: an instance, and 8 bytes for what it gives.
struct Host {
    instance: Instance,
    out: u32,
}

impl Host {
    fn new() -> Self {
        let mut instance = Instance::new();
        let out = instance.alloc(8);
        Self { instance, out }
    }

    fn put(&mut self, text: &str) -> (u32, u32) {
        let len = u32::try_from(text.len()).unwrap();
        let address = self.instance.alloc(len);
        self.instance
            .memory(address, len)
            .unwrap()
            .copy_from_slice(text.as_bytes());
        (address, len)
    }

    fn given(&mut self) -> (u32, u32) {
        let out = self.instance.memory(self.out, 8).unwrap();
        let word = |bytes: &[u8]| u32::from_le_bytes(bytes.try_into().unwrap());
        (word(&out[..4]), word(&out[4..]))
    }

    /// The text that a call has given, which is freed.
    fn text(&mut self) -> String {
        let (address, len) = self.given();
        let text = String::from_utf8(self.instance.memory(address, len).unwrap().to_vec()).unwrap();
        assert_eq!(self.instance.free(address, len), TAT_OK);
        text
    }

    fn signer(&mut self) -> u32 {
        let [account, api_key, secret] = KEY.map(|text| self.put(text));
        let (instance, out) = (&mut self.instance, self.out);
        let status = instance.signer_new(account.0, account.1, api_key.0, api_key.1, secret.0, secret.1, out);
        assert_eq!(status, TAT_OK);
        for (address, len) in [account, api_key, secret] {
            assert_eq!(self.instance.free(address, len), TAT_OK);
        }
        self.given().0
    }

    fn sign(&mut self, signer: u32, (address, len): (u32, u32)) -> Status {
        self.instance.signer_sign(signer, address, len, NOW, self.out)
    }

    /// A call that is misuse, and says so.
    fn misused(&mut self, signer: u32, span: (u32, u32)) -> String {
        assert_eq!(self.sign(signer, span), TAT_MISUSE, "{span:?}");
        self.text()
    }
}

#[test]
fn signs_rejects_and_frees_everything() {
    let mut host = Host::new();
    let signer = host.signer();
    let token = host.put(TOKEN);
    assert_eq!(host.sign(signer, token), TAT_OK);
    let jwt = host.text();
    assert!(jwt.starts_with("eyJ"), "{jwt}");
    let nobody = host.put(r#"{"identity":""}"#);
    assert_eq!(host.sign(signer, nobody), TAT_REJECTED);
    assert!(host.text().starts_with(r#"{"code":"empty-identity","message":"#));

    for (address, len) in [token, nobody, (host.out, 8)] {
        assert_eq!(host.instance.free(address, len), TAT_OK);
    }
    assert_eq!(host.instance.signer_free(signer), TAT_OK);
    assert_eq!(host.instance.alive(), (0, 0));
}

#[test]
fn rejects_spans_outside_one_allocation() {
    let mut host = Host::new();
    let signer = host.signer();
    let (address, len) = host.put(TOKEN);
    let next = host.put(TOKEN);
    assert_eq!(next.0, address + len, "the test wants neighbours");

    for span in [
        (address, len + 1),
        (address - 1, len),
        (address, u32::MAX),
        (u32::MAX, 2),
        (next.0, len + 1),
        (1, 1),
    ] {
        let error = host.misused(signer, span);
        let expected = concat!(
            r#"{"code":"invalid-argument","message":"the argument token is not in one live allocation","#,
            r#""hint":"Allocate it with tat_alloc, and free it after the call."}"#,
        );
        assert_eq!(error, expected, "{span:?}");
    }
    for span in [(0, 0), (0, len)] {
        assert!(host.misused(signer, span).contains("the argument token is missing"));
    }
    // A part of an allocation is as good as all of it, and nothing is good anywhere.
    assert_eq!(host.sign(signer, (address, len - 1)), TAT_REJECTED);
    host.text();
    assert_eq!(host.sign(signer, (u32::MAX, 0)), TAT_REJECTED);
    host.text();

    host.instance.memory(address, 1).unwrap()[0] = 0xff;
    assert!(host.misused(signer, (address, len)).contains("invalid-utf8"));

    assert_eq!(host.instance.free(address, len), TAT_OK);
    assert!(host.misused(signer, (address, len)).contains("invalid-argument"));
}

#[test]
fn rejects_a_call_whose_out_is_not_valid() {
    let mut host = Host::new();
    let signer = host.signer();
    let (address, len) = host.put(TOKEN);
    let alive = host.instance.alive();
    for out in [0, 1, address + len - 7, host.out + 1, u32::MAX] {
        assert_eq!(
            host.instance.signer_sign(signer, address, len, NOW, out),
            TAT_MISUSE,
            "{out}"
        );
    }
    assert_eq!(host.instance.alive(), alive);
    assert_eq!(host.instance.memory(address, len).unwrap(), TOKEN.as_bytes());
}

#[test]
fn rejects_freed_handles_and_those_of_another_kind() {
    let mut host = Host::new();
    let signer = host.signer();
    let token = host.put(TOKEN);
    let (settings, (secret, secret_len)) = ((0, 0), host.put("12345"));
    let (instance, out) = (&mut host.instance, host.out);
    assert_eq!(
        instance.webhook_key_new(settings.0, settings.1, secret, secret_len, out),
        TAT_OK
    );
    let key = host.given().0;

    for handle in [0, key, signer + 4, u32::MAX] {
        let expected = concat!(
            r#"{"code":"invalid-handle","message":"the handle is not that of a live signer","#,
            r#""hint":"Pass a handle that was created and not freed."}"#,
        );
        assert_eq!(host.misused(handle, token), expected);
    }
    assert_eq!(host.instance.signer_free(key), TAT_MISUSE);
    assert_eq!(host.instance.verifier_set_leeway(signer, 1), TAT_MISUSE);
    assert_eq!(host.instance.signer_free(0), TAT_OK);
    assert_eq!(host.instance.signer_free(signer), TAT_OK);
    assert_eq!(host.instance.signer_free(signer), TAT_MISUSE);
    assert_ne!(
        host.signer(),
        signer,
        "a handle that has died could be taken for the new one"
    );
    assert!(host.misused(signer, token).contains("invalid-handle"));
}

#[test]
fn allocations() {
    let mut instance = Instance::new();
    assert_eq!(instance.abi_version(), 1);
    assert_eq!(instance.alloc(MAX_ALLOCATION + 1), 0);
    assert_eq!(instance.alloc(u32::MAX), 0);
    assert_eq!(instance.free(0, 0), TAT_OK);
    let largest = instance.alloc(MAX_ALLOCATION);
    let empty = instance.alloc(0);
    assert!(largest != 0 && empty != 0);
    for (address, len) in [
        (largest, 1),
        (largest + 1, MAX_ALLOCATION - 1),
        (empty, 1),
        (0, 1),
        (1, 0),
    ] {
        assert_eq!(instance.free(address, len), TAT_MISUSE, "{address} {len}");
    }
    assert_eq!(instance.free(largest, MAX_ALLOCATION), TAT_OK);
    assert_eq!(instance.free(largest, MAX_ALLOCATION), TAT_MISUSE);
    assert_eq!(instance.free(empty, 0), TAT_OK);
    assert_eq!(instance.alive(), (0, 0));
}

#[test]
fn rejects_lines_over_1_mib() {
    let mut host = Host::new();
    let signer = host.signer();
    let address = host.instance.alloc(MAX_LINES + 1);
    let status = host
        .instance
        .signer_sign_lines(signer, address, MAX_LINES + 1, NOW, host.out);
    assert_eq!(status, TAT_MISUSE);
    assert!(host.text().contains("the argument lines is longer than 1 MiB"));
    assert_eq!(
        host.instance
            .signer_sign_lines(signer, address, MAX_LINES, NOW, host.out),
        TAT_OK
    );
    assert!(host.text().starts_with(r#"{"code":"invalid-json""#));
}

#[test]
fn debug_shows_no_secret_of_an_instance() {
    let mut host = Host::new();
    host.signer();
    host.put(KEY[2]);
    let shown = format!("{:?}", host.instance);
    assert!(shown.contains("Signing") && !shown.contains(KEY[2]), "{shown}");
}
