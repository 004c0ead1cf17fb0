//! Glue between Node and the crates that do the work: the private half of the npm package, whose JavaScript has seen to it
//! that every argument has the type that is declared here.
//!
//! Each function is `catch_unwind`: a panic that crossed into Node would end the process.
#![expect(clippy::exhaustive_structs, reason = "no Rust code depends on this crate")]

pub mod endpoint;
pub mod jws;
#[cfg(feature = "panics")]
pub mod panics;
pub mod reader;
pub mod signer;
pub mod validation;
pub mod webhooks;

use napi::{
    Env, Error, JsError, JsString, Status,
    bindgen_prelude::{Function, FunctionCallContext},
    sys,
};
use twilio_access_token::MintError;

/// An error whose code is one of ours, `err.code` in JavaScript.
fn refused(error: &MintError) -> Error<&'static str> {
    Error::new(error.code(), error.full_message())
}

/// A function of JavaScript's that holds what it needs, and returns a string. To call one takes half the time of a class's method,
/// for which Node and napi look up what `this` is.
pub type Closure<'e> = Function<'e, (), sys::napi_value>;

/// Makes such a function. What panics in it is thrown.
fn closure<'e>(
    env: &'e Env,
    name: &str,
    body: impl Fn(&FunctionCallContext<'_>) -> Result<sys::napi_value, Refusal> + 'static,
) -> Result<Closure<'e>, Error<&'static str>> {
    let function = env.create_function_from_closure(name, move |call| {
        body(&call).map_err(|refusal| match refusal {
            Refusal::Call(error) => error,
            // An error that is returned has a code of napi's; one that is thrown has ours.
            Refusal::Ours(error) => match call.env.throw(JsError::from(error).into_unknown(*call.env)) {
                Ok(()) => Error::from_status(Status::PendingException),
                Err(error) => error,
            },
        })
    });
    function.map_err(failure)
}

/// Why a [`Closure`] throws.
enum Refusal {
    /// An argument is not of its type.
    Call(Error),
    Ours(Error<&'static str>),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Call(error)
    }
}

impl From<Error<&'static str>> for Refusal {
    fn from(error: Error<&'static str>) -> Self {
        Self::Ours(error)
    }
}

impl From<MintError> for Refusal {
    fn from(error: MintError) -> Self {
        Self::Ours(refused(&error))
    }
}

/// What Node itself refuses.
fn failure(error: Error) -> Error<&'static str> {
    Error::new("native-failure", error.reason)
}

/// A token as a string of JavaScript's. Node makes one of Latin-1 in half the time that it takes for UTF-8.
fn ascii<'e>(env: &'e Env, jwt: &str) -> Result<JsString<'e>, Error<&'static str>> {
    env.create_string_latin1(jwt).map_err(failure)
}
