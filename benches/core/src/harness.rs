//! Times that mean something on a machine that others use: what is compared takes turns within one process, and only the ratio of
//! two times of the same turn is kept.

use std::{hint::black_box, time::Instant};

/// What does the same in its own way, and its name.
pub struct Contender<'c> {
    pub name: &'static str,
    run: Box<dyn FnMut() + 'c>,
}

/// The nanoseconds of one call, in each round.
pub struct Measured {
    pub name: &'static str,
    pub rounds: Vec<f64>,
}

impl<'c> Contender<'c> {
    pub fn new<T>(name: &'static str, mut run: impl FnMut() -> T + 'c) -> Self {
        Self {
            name,
            run: Box::new(move || drop(black_box(run()))),
        }
    }
}

/// Lets all of them take turns, each round beginning with another one.
pub fn measure(mut contenders: Vec<Contender<'_>>, rounds: usize, calls: u32) -> Vec<Measured> {
    let mut measured = contenders
        .iter()
        .map(|&Contender { name, .. }| Measured { name, rounds: vec![] })
        .collect::<Vec<_>>();
    let count = contenders.len();
    // The first round warms up.
    for round in 0..=rounds {
        for turn in 0..count {
            let index = (round + turn) % count;
            let started = Instant::now();
            for _ in 0..calls {
                (contenders[index].run)();
            }
            let nanoseconds = started.elapsed().as_nanos() as f64 / f64::from(calls);
            if round > 0 {
                measured[index].rounds.push(nanoseconds);
            }
        }
    }
    measured
}

impl Measured {
    /// How many times as much as `other`: the median of what it is in each round.
    pub fn ratio_to(&self, other: &Self) -> f64 {
        median(
            self.rounds
                .iter()
                .zip(&other.rounds)
                .map(|(ours, theirs)| ours / theirs),
        )
    }
}

pub fn median(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut numbers = numbers.collect::<Vec<_>>();
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}
