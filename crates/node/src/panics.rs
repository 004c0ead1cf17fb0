//! Panics in each of the ways in which Node calls Rust, for a test that Node outlives them. They are in nothing that is shipped.
#![expect(clippy::missing_panics_doc, reason = "it is all that they do")]

use napi::{Env, Error};
use napi_derive::napi;

use crate::{Closure, closure};

/// In a function.
#[napi(catch_unwind)]
pub fn panic_in_function() {
    panic!("in a function");
}

/// In a closure.
///
/// # Errors
///
/// None but Node's own.
#[napi(catch_unwind)]
pub fn panicking_closure(env: &Env) -> Result<Closure<'_>, Error<&'static str>> {
    closure(env, "panic", |_| panic!("in a closure"))
}

/// In a class.
#[napi]
#[derive(Debug)]
pub struct Panicking;

#[napi]
impl Panicking {
    /// In the constructor, if so asked.
    #[napi(constructor, catch_unwind)]
    pub fn new(at_once: bool) -> Self {
        assert!(!at_once, "in a constructor");
        Self
    }

    /// In a getter.
    #[napi(getter, catch_unwind)]
    pub fn property(&self) -> bool {
        panic!("in a getter");
    }

    /// In a method.
    #[napi(catch_unwind)]
    pub fn method(&self) {
        panic!("in a method");
    }
}
