//! What a token takes by the component in wasmtime, as a multiple of what it takes natively: all in one process, in turns.

use std::{env, hint::black_box, time::Instant};

use twilio_access_token::{AccessToken, SigningKey, UnixTime, VideoGrant};
use twilio_access_token_host::{Component, Instance};
use wasmtime::component::ResourceAny;

/// Many that are short, so that most of them run to their end before the system lets another program have the processor.
const ROUNDS: usize = 500;
const NOW: u64 = 1_700_000_000;
const KEY: [&str; 3] = [
    "AC0123456789abcdef0123456789abcdef",
    "SKfedcba9876543210fedcba9876543210",
    "NotARealSecret0NotARealSecret012",
];
const TOKEN: &str = r#"{"identity":"alice","grants":{"video":{"room":"daily"}}}"#;

/// Something that makes tokens, how many of them a round is, and the nanoseconds that one took in each round.
struct Contender<'a> {
    name: &'static str,
    tokens: u32,
    sign: Box<dyn FnMut() -> String + 'a>,
    times: Vec<f64>,
}

impl<'a> Contender<'a> {
    fn new(name: &'static str, tokens: u32, sign: impl FnMut() -> String + 'a) -> Self {
        Self {
            name,
            tokens,
            sign: Box::new(sign),
            times: Vec::with_capacity(ROUNDS),
        }
    }

    fn run(&mut self) -> f64 {
        let start = Instant::now();
        for _ in 0..self.tokens {
            black_box((self.sign)());
        }
        start.elapsed().as_nanos() as f64 / f64::from(self.tokens)
    }
}

fn key_of(Instance { store, exports }: &mut Instance) -> ResourceAny {
    let keys = exports.twilio_access_token_tokens_signer().signing_key();
    keys.call_create(store, KEY[0], KEY[1], KEY[2]).unwrap().unwrap()
}

fn sign_json(Instance { store, exports }: &mut Instance, key: ResourceAny) -> String {
    let minter = exports.twilio_access_token_tokens_minter();
    minter.call_sign_json(store, key, TOKEN, Some(NOW)).unwrap().unwrap()
}

/// A token for `alice` in the room `daily`, by the builder of the component.
fn build(Instance { store, exports }: &mut Instance) -> ResourceAny {
    let tokens = exports.twilio_access_token_tokens_signer().access_token();
    let token = tokens.call_create(&mut *store, "alice").unwrap().unwrap();
    tokens.call_grant_video(store, token, Some("daily")).unwrap().unwrap();
    token
}

fn sign_built(Instance { store, exports }: &mut Instance, key: ResourceAny, token: ResourceAny) -> String {
    let keys = exports.twilio_access_token_tokens_signer().signing_key();
    keys.call_sign(store, key, token, Some(NOW)).unwrap().unwrap()
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

fn main() {
    let path = env::var("COMPONENT").unwrap_or_else(|_| {
        concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../target/component/twilio-access-token-full.wasm"
        )
        .to_owned()
    });
    let component = Component::from_file(path).unwrap();
    let key = SigningKey::new(KEY[0], KEY[1], KEY[2]).unwrap();
    let now = UnixTime::from_secs(NOW);

    let [mut json, mut built, mut fresh] = [(); 3].map(|()| component.instantiate(Vec::new()).unwrap());
    let [json_key, built_key, fresh_key] = [&mut json, &mut built, &mut fresh].map(key_of);
    let token = build(&mut built);

    let mut contenders = [
        Contender::new("the crate: a token that is built anew", 100, || {
            let token = AccessToken::new("alice")
                .unwrap()
                .with_grant(VideoGrant::room("daily").unwrap());
            key.sign(&token, now).unwrap()
        }),
        Contender::new("the crate: a token of JSON", 100, || {
            key.sign(&AccessToken::from_json(TOKEN).unwrap(), now).unwrap()
        }),
        Contender::new("signing-key.sign, a token that is kept", 100, || {
            sign_built(&mut built, built_key, token)
        }),
        Contender::new("signing-key.sign, a token that is built anew", 100, || {
            let token = build(&mut fresh);
            let jwt = sign_built(&mut fresh, fresh_key, token);
            token.resource_drop(&mut fresh.store).unwrap();
            jwt
        }),
        Contender::new("sign-json", 100, || sign_json(&mut json, json_key)),
        Contender::new("an instance, a key and sign-json", 5, || {
            let mut instance = component.instantiate(Vec::new()).unwrap();
            let key = key_of(&mut instance);
            sign_json(&mut instance, key)
        }),
    ];
    let expected = (contenders[0].sign)();
    for contender in &mut contenders {
        assert_eq!((contender.sign)(), expected, "{}", contender.name);
        contender.run();
    }
    for round in 0..ROUNDS {
        for turn in 0..contenders.len() {
            let contender = &mut contenders[(round + turn) % contenders.len()];
            let time = contender.run();
            contender.times.push(time);
        }
    }

    let native = contenders[0].times.clone();
    for Contender { name, times, .. } in contenders {
        let ratios = times.iter().zip(&native).map(|(time, native)| time / native).collect();
        println!("{name:<50} {:8.2} µs {:7.1}×", median(times) / 1000.0, median(ratios));
    }
}
