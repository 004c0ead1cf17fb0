//! Prints how many times as long others take as the core does, and leaves all figures in `target/bench/core.json`.
//! `cargo run --release -- --rounds N`.

mod harness;
mod others;
mod subject;

use std::{collections::BTreeMap, env, fs, path::Path, process::ExitCode, thread};

use serde::Serialize;
use twilio_access_token::{AccessToken, Inspector, SigningKey, Verifier, VideoGrant};

use crate::{
    harness::{Contender, Measured, measure, median},
    others::{Floor, JsonWebToken, JwtCompact, Ring},
    subject::{SECRET, Subject, key, now},
};

const OURS: &str = "twilio-access-token";
const FLOOR: &str = "floor";
const CALLS: u32 = 500;

/// Nanoseconds of one call in each round, by what is done, and by whom.
type Figures = BTreeMap<String, BTreeMap<&'static str, Vec<f64>>>;

#[derive(Default, Serialize)]
struct Results {
    times: Figures,
    /// How many times as long as the shortest, by bytes of claims.
    length: BTreeMap<usize, f64>,
    /// How many times as long a token takes, by how many there are and by how many threads, as one of a thousand on one thread.
    many: BTreeMap<String, f64>,
}

fn main() -> ExitCode {
    let rounds = match parse(env::args().skip(1)) {
        Ok(rounds) => rounds,
        Err(message) => {
            eprintln!("error: {message}\nusage: twilio-access-token-bench [--rounds N]");
            return ExitCode::from(2);
        }
    };
    let mut results = Results::default();
    for subject in Subject::ALL {
        let title = format!("mint a token with {}", subject.name());
        keep(&mut results.times, title, mint(subject, rounds));
    }
    for subject in Subject::ALL {
        let title = format!("verify a token with {}", subject.name());
        keep(&mut results.times, title, verify(subject, rounds));
    }
    keep(
        &mut results.times,
        "inspect a token with one room".to_owned(),
        inspect(rounds),
    );

    results.length = length(rounds);
    let (shortest, longest) = (results.length.first_key_value(), results.length.last_key_value());
    if let (Some((short, _)), Some((long, times))) = (shortest, longest) {
        println!("mint a token of longer claims, as a multiple of {short} bytes:");
        for (bytes, times) in &results.length {
            println!("  {bytes:>6} bytes  {times:>6.2}");
        }
        println!(
            "  a byte more costs {:.2} of a byte of the shortest\n",
            times / (*long as f64 / *short as f64)
        );
    }

    results.many = many(rounds.min(5));
    println!("the time of one of many tokens, as a multiple of one of 1,000 on one thread:");
    for (what, times) in &results.many {
        println!("  {what:<32} {times:>6.2}");
    }

    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/bench/core.json");
    let written = fs::create_dir_all(file.with_file_name(""))
        .map_err(|error| error.to_string())
        .and_then(|()| serde_json::to_string(&results).map_err(|error| error.to_string()))
        .and_then(|json| fs::write(&file, json).map_err(|error| error.to_string()));
    if let Err(error) = written {
        eprintln!("error: {}: {error}", file.display());
        return ExitCode::FAILURE;
    }
    println!("\nAll figures, in nanoseconds: target/bench/core.json");
    ExitCode::SUCCESS
}

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<usize, String> {
    match (arguments.next().as_deref(), arguments.next()) {
        (None, _) => Ok(200),
        (Some("--rounds"), Some(rounds)) => match rounds.parse() {
            Ok(rounds) if rounds > 0 => Ok(rounds),
            _ => Err(format!("--rounds takes a number from 1 on, not {rounds}")),
        },
        (Some("--rounds"), None) => Err("--rounds takes a number".to_owned()),
        (Some(unknown), _) => Err(format!("there is no option {unknown}")),
    }
}

/// Prints what was measured, as multiples of what the core takes, and of the floor.
fn keep(figures: &mut Figures, title: String, measured: Vec<Measured>) {
    let named = |name| measured.iter().find(|measured| measured.name == name);
    if let (Some(ours), Some(floor)) = (named(OURS), named(FLOOR)) {
        println!("{title:<40} {:>22} {:>12}", format!("of {OURS}"), "of the floor");
        for one in &measured {
            println!(
                "  {:<38} {:>22.2} {:>12.2}",
                one.name,
                one.ratio_to(ours),
                one.ratio_to(floor)
            );
        }
        println!();
    }
    figures.insert(title, measured.into_iter().map(|one| (one.name, one.rounds)).collect());
}

fn mint(subject: Subject, rounds: usize) -> Vec<Measured> {
    let key = key();
    let token = subject.token();
    let claims = subject.claims();
    let mut floor = Floor::new();
    let ring = Ring::new();
    let (aws_lc, rust_crypto) = (JsonWebToken::new(true), JsonWebToken::new(false));
    let compact = JwtCompact::new();
    let compact_claims = jwt_compact::Claims::new(claims.clone());

    // They are measured by the same token, byte for byte; jwt-compact alone has its claims in another order.
    let expected = key.sign(&token, now()).expect("a token");
    assert_eq!(floor.mint(subject, "alice", "daily"), expected);
    assert_eq!(ring.mint(&claims), expected);
    assert_eq!(compact.mint(&compact_claims).len(), expected.len());
    for other in [&aws_lc, &rust_crypto] {
        // Its header is in another order.
        assert_eq!(other.mint(&claims).len(), expected.len());
    }

    let contenders = vec![
        Contender::new(OURS, || key.sign(&token, now())),
        Contender::new("the same, with a new AccessToken", || key.sign(&subject.token(), now())),
        Contender::new(FLOOR, || floor.mint(subject, "alice", "daily")),
        Contender::new("ring and serde_json by hand", || ring.mint(&claims)),
        Contender::new("jsonwebtoken, aws_lc_rs", || aws_lc.mint(&claims)),
        Contender::new("jsonwebtoken, rust_crypto", || rust_crypto.mint(&claims)),
        Contender::new("jwt-compact", || compact.mint(&compact_claims)),
    ];
    measure(contenders, rounds, CALLS)
}

fn verify(subject: Subject, rounds: usize) -> Vec<Measured> {
    let key = key();
    let token = key.sign(&subject.token(), now()).expect("a token");
    let verifier = Verifier::new(&key);
    let floor = Floor::new();
    let (aws_lc, rust_crypto) = (JsonWebToken::new(true), JsonWebToken::new(false));
    let seconds = now().as_secs();

    let contenders = vec![
        Contender::new(OURS, || verifier.verify(&token, now()).expect("a good token")),
        Contender::new(FLOOR, || floor.verify(&token, seconds)),
        Contender::new("jsonwebtoken, aws_lc_rs", || aws_lc.verify(&token)),
        Contender::new("jsonwebtoken, rust_crypto", || rust_crypto.verify(&token)),
    ];
    measure(contenders, rounds, CALLS)
}

fn inspect(rounds: usize) -> Vec<Measured> {
    let token = key().sign(&Subject::Room.token(), now()).expect("a token");
    let inspector = Inspector::new(now()).with_secret(SECRET);
    let floor = Floor::new();
    assert!(!inspector.inspect(&token).is_rejected());

    let contenders = vec![
        Contender::new(OURS, || inspector.inspect(&token)),
        Contender::new(FLOOR, || floor.inspect(&token)),
    ];
    measure(contenders, rounds, CALLS)
}

/// Claims of some 250 bytes, which is the least, to 8 KiB.
fn length(rounds: usize) -> BTreeMap<usize, f64> {
    let key = key();
    let token_of = |padding: usize| {
        let params = format!(r#"{{"p":"{}"}}"#, "x".repeat(padding));
        let grant = twilio_access_token::CustomGrant::new("app", params).expect("a good grant");
        AccessToken::new("alice").expect("a good identity").with_grant(grant)
    };
    let tokens = [0, 250, 750, 1750, 3750, 7750].map(token_of);
    let sizes = tokens.each_ref().map(|token| {
        let claims = key.claims(token, now()).expect("claims");
        claims.to_json().len()
    });
    let contenders = tokens
        .iter()
        .map(|token| Contender::new(OURS, || key.sign(token, now())))
        .collect();
    let measured = measure(contenders, rounds, CALLS / 5);
    let shortest = &measured[0];
    sizes
        .into_iter()
        .zip(measured.iter().map(|one| one.ratio_to(shortest)))
        .collect()
}

/// From one token to a million, each with a name of its own, on one thread and on two.
fn many(rounds: usize) -> BTreeMap<String, f64> {
    let key = key();
    let mut times = BTreeMap::<(usize, usize), Vec<f64>>::new();
    for _ in 0..rounds {
        for (count, threads) in [(1, 1), (1_000, 1), (1_000, 2), (1_000_000, 1), (1_000_000, 2)] {
            let started = std::time::Instant::now();
            // What is done but once or a thousand times is done often enough to be timed.
            let repeats = (100_000 / count).max(1);
            for _ in 0..repeats {
                mint_on(&key, count, threads);
            }
            let time = started.elapsed().as_secs_f64() / (count * repeats) as f64;
            times.entry((count, threads)).or_default().push(time);
        }
    }
    let reference = &times[&(1_000, 1)];
    times
        .iter()
        .map(|((count, threads), rounds)| {
            let ratio = median(rounds.iter().zip(reference).map(|(time, reference)| time / reference));
            (
                format!("{count:>7} on {threads} thread{}", if *threads == 1 { "" } else { "s" }),
                ratio,
            )
        })
        .collect()
}

fn mint_on(key: &SigningKey, count: usize, threads: usize) {
    let share = |from: usize, to: usize| {
        for number in from..to {
            let grant = VideoGrant::room("daily").expect("a good room");
            let token = AccessToken::new(number.to_string())
                .expect("a good identity")
                .with_grant(grant);
            std::hint::black_box(key.sign(&token, now()).expect("a token"));
        }
    };
    if threads == 1 {
        return share(0, count);
    }
    thread::scope(|scope| {
        for thread in 0..threads {
            let share = &share;
            scope.spawn(move || share(count * thread / threads, count * (thread + 1) / threads));
        }
    });
}
