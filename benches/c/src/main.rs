//! What a token costs through the C library, as a ratio to what it costs through the Rust crate: rounds of both in turn, so
//! that whatever else the machine does meets them alike. The library is loaded at run time, as any program in C would have
//! it.
//!
//! `c-benchmark LIBRARY [--rounds N]`
#![expect(unsafe_code, reason = "it calls C functions")]
#![expect(clippy::print_stdout, reason = "it prints what it finds")]

use core::{error::Error, ffi::c_char, mem::MaybeUninit, ptr, time::Duration};
use std::{env, process::Command, time::Instant};

use libloading::Library;
use twilio_access_token::{AccessToken, SigningKey, UnixTime};
use twilio_access_token_bindings::{
    Status, TAT_OK,
    c::{Signer, Text},
};

const KEY: [&str; 3] = [
    "AC0123456789abcdef0123456789abcdef",
    "SKfedcba9876543210fedcba9876543210",
    "NotARealSecret0NotARealSecret012",
];
const TOKEN: &str = r#"{"identity":"alice","grants":{"video":{"room":"daily"}}}"#;
const NOW: u64 = 1_700_000_000;
const LINES: usize = 100;
const TOKENS_IN_A_ROUND: usize = 2_000;

type New = unsafe extern "C" fn(
    *const c_char,
    usize,
    *const c_char,
    usize,
    *const c_char,
    usize,
    *mut *mut Signer,
    *mut Text,
) -> Status;
type Sign = unsafe extern "C" fn(*const Signer, *const c_char, usize, u64, *mut Text) -> Status;
type Free = unsafe extern "C" fn(Text);

/// The library's functions, and a signer. It is never freed: the program ends.
struct C {
    sign: Sign,
    sign_lines: Sign,
    free: Free,
    signer: *const Signer,
    _library: Library,
}

impl C {
    fn load(path: &str) -> Result<Self, Box<dyn Error>> {
        // SAFETY: the library has no constructors, and these are the types that its header declares.
        unsafe {
            let library = Library::new(path)?;
            let new = *library.get::<New>(b"tat_signer_new")?;
            let mut signer = ptr::null_mut();
            let [account, api_key, secret] = KEY.map(|text| (text.as_ptr().cast(), text.len()));
            let status = new(
                account.0,
                account.1,
                api_key.0,
                api_key.1,
                secret.0,
                secret.1,
                &raw mut signer,
                ptr::null_mut(),
            );
            assert_eq!(status, TAT_OK);
            Ok(Self {
                sign: *library.get(b"tat_signer_sign")?,
                sign_lines: *library.get(b"tat_signer_sign_lines")?,
                free: *library.get(b"tat_text_free")?,
                signer,
                _library: library,
            })
        }
    }

    /// The length of what `sign` makes of a text, which is freed.
    fn call(&self, sign: Sign, text: &str) -> usize {
        let mut out = MaybeUninit::uninit();
        // SAFETY: the signer is alive, the text is where it is said to be, and what is made of it is freed once.
        unsafe {
            assert_eq!(
                sign(self.signer, text.as_ptr().cast(), text.len(), NOW, out.as_mut_ptr()),
                TAT_OK
            );
            let out = out.assume_init();
            let len = out.len;
            (self.free)(out);
            len
        }
    }
}

fn time(repeat: usize, mut work: impl FnMut() -> usize) -> Duration {
    let start = Instant::now();
    let bytes = (0..repeat).map(|_| work()).sum::<usize>();
    assert!(bytes > repeat);
    start.elapsed()
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = env::args().skip(1).collect::<Vec<_>>();
    let arguments = arguments.iter().map(String::as_str).collect::<Vec<_>>();
    let (path, rounds) = match arguments[..] {
        [path, "--start"] => {
            let start = Instant::now();
            let c = C::load(path)?;
            c.call(c.sign, TOKEN);
            println!("{}", start.elapsed().as_secs_f64() * 1e3);
            return Ok(());
        }
        [path] => (path, 200),
        [path, "--rounds", rounds] => (path, rounds.parse()?),
        _ => return Err("usage: c-benchmark LIBRARY [--rounds N]".into()),
    };

    let key = SigningKey::new(KEY[0], KEY[1], KEY[2])?;
    let now = UnixTime::from_secs(NOW);
    let c = C::load(path)?;
    let lines = format!("{TOKEN}\n").repeat(LINES);
    let (mut one, mut many) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let rust = time(TOKENS_IN_A_ROUND, || {
            let token = AccessToken::from_json(TOKEN);
            token.and_then(|token| key.sign(&token, now)).map_or(0, |jwt| jwt.len())
        });
        let through_c = time(TOKENS_IN_A_ROUND, || c.call(c.sign, TOKEN));
        one.push(through_c.as_secs_f64() / rust.as_secs_f64());
        let rust = time(TOKENS_IN_A_ROUND / LINES, || key.sign_json_lines(&lines, now).len());
        let through_c = time(TOKENS_IN_A_ROUND / LINES, || c.call(c.sign_lines, &lines));
        many.push(through_c.as_secs_f64() / rust.as_secs_f64());
    }
    let mut starts = Vec::new();
    for _ in 0..30 {
        let fresh = Command::new(env::current_exe()?).args([path, "--start"]).output()?;
        starts.push(String::from_utf8(fresh.stdout)?.trim().parse()?);
    }
    println!(
        "A token through C takes {:.2} times as long as through Rust,",
        median(one)
    );
    println!("and among {LINES} in one call {:.2} times.", median(many));
    println!(
        "To load the library and sign the first token takes {:.2} ms.",
        median(starts)
    );
    Ok(())
}
