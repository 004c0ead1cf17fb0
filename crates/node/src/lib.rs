//! The addon: a shell for Node over [`twilio_access_token_bindings`]. Its only caller is the npm package's JavaScript, which passes
//! arguments of the right types.
//!
//! Each call is a function of the exports, under the call's name in camel case. Objects are numbers; JavaScript frees them. A panic that
//! crossed into Node would end the process: napi catches it in each function, and throws.

use core::cell::RefCell;

use napi::{
    Env, Error, JsError, JsValue as _, Status,
    bindgen_prelude::{
        Either, FromNapiValue, FunctionCallContext, JsObjectValue as _, Object, ToNapiValue as _, Uint8Array,
    },
    sys,
};
use napi_derive::napi;
use twilio_access_token::{MintError, UnixTime};
use twilio_access_token_bindings::{
    calls::{self, Answer, Failure, Objects},
    camel_case,
};
use zeroize::Zeroizing;

thread_local! {
    /// One for each thread, and so for each Worker: an object never leaves the thread that made it.
    static OBJECTS: RefCell<Objects> = const { RefCell::new(Objects::new()) };
}

/// Why a call throws.
enum Thrown {
    /// Node's own error, such as an argument of the wrong type.
    Node(Error),
    Ours(Failure),
}

impl From<Error> for Thrown {
    fn from(error: Error) -> Self {
        Self::Node(error)
    }
}

impl From<Failure> for Thrown {
    fn from(failure: Failure) -> Self {
        Self::Ours(failure)
    }
}

impl From<MintError> for Thrown {
    fn from(error: MintError) -> Self {
        Self::Ours(error.into())
    }
}

type Call = fn(&mut Objects, Arguments<'_>) -> Result<Answer, Thrown>;

/// The arguments of a call, read in order; one method for each kind.
struct Arguments<'c> {
    call: &'c FunctionCallContext<'c>,
    next: usize,
}

impl Arguments<'_> {
    fn next<T: FromNapiValue>(&mut self) -> napi::Result<T> {
        let value = self.call.get(self.next);
        self.next += 1;
        value
    }

    fn next_if_given<T: FromNapiValue>(&mut self) -> napi::Result<Option<T>> {
        if self.next < self.call.length() {
            self.next()
        } else {
            Ok(None)
        }
    }

    fn handle(&mut self) -> Result<u32, Thrown> {
        Ok(self.next()?)
    }

    fn seconds(&mut self) -> Result<u32, Thrown> {
        Ok(self.next()?)
    }

    fn time(&mut self) -> Result<u64, Thrown> {
        Ok(UnixTime::try_from(self.next::<f64>()?)
            .map_err(MintError::from)?
            .as_secs())
    }

    fn text(&mut self) -> Result<String, Thrown> {
        Ok(self.next::<Text>()?.0)
    }

    fn lines(&mut self) -> Result<String, Thrown> {
        self.text()
    }

    fn optional(&mut self) -> Result<Option<String>, Thrown> {
        Ok(self.next_if_given()?)
    }

    fn optional_secret(&mut self) -> Result<Zeroizing<Option<String>>, Thrown> {
        Ok(Zeroizing::new(self.next_if_given()?))
    }

    fn bytes(&mut self) -> Result<Bytes, Thrown> {
        Ok(Bytes(self.next()?))
    }

    fn optional_bytes(&mut self) -> Result<Option<Bytes>, Thrown> {
        Ok(self.next_if_given()?.map(Bytes))
    }

    fn secret(&mut self) -> Result<Zeroizing<Vec<u8>>, Thrown> {
        Ok(Zeroizing::new(match self.next::<Either<String, Uint8Array>>()? {
            Either::A(text) => String::into_bytes(text),
            Either::B(bytes) => bytes.to_vec(),
        }))
    }
}

/// A string. napi's own reader asks Node for the length first, which takes as long as the string.
struct Text(String);

/// Bytes that hold nearly every argument.
const SHORT: usize = 512;

#[expect(unsafe_code, reason = "Node writes to a pointer")]
impl FromNapiValue for Text {
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> napi::Result<Self> {
        let mut bytes = Vec::<u8>::with_capacity(SHORT);
        let mut len = 0;
        // SAFETY: Node writes at most SHORT bytes, and says how many.
        let status =
            unsafe { sys::napi_get_value_string_utf8(env, value, bytes.as_mut_ptr().cast(), SHORT, &raw mut len) };
        // Node writes whole characters and a NUL, so a longer string leaves less room than this.
        if status == sys::Status::napi_ok && len + 5 <= SHORT {
            // SAFETY: Node has written `len` bytes.
            unsafe { bytes.set_len(len) };
            if let Ok(text) = String::from_utf8(bytes) {
                return Ok(Self(text));
            }
        }
        // SAFETY: the caller's promise.
        unsafe { String::from_napi_value(env, value) }.map(Self)
    }
}

/// Bytes, which JavaScript may pass as a string.
struct Bytes(Either<String, Uint8Array>);

impl core::ops::Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.0 {
            Either::A(text) => text.as_bytes(),
            Either::B(bytes) => bytes,
        }
    }
}

/// An argument that was read, as `calls` takes it.
macro_rules! lend {
    (handle $argument:ident) => {
        $argument
    };
    (seconds $argument:ident) => {
        $argument
    };
    (time $argument:ident) => {
        $argument
    };
    (optional $argument:ident) => {
        $argument.as_deref()
    };
    (optional_secret $argument:ident) => {
        $argument.as_deref()
    };
    (optional_bytes $argument:ident) => {
        $argument.as_deref()
    };
    ($kind:ident $argument:ident) => {
        &$argument
    };
}

/// Lists the calls: the name of each, and what reads its arguments and runs it.
macro_rules! list {
    ($($name:ident($($argument:ident: $kind:ident),*) -> $result:ident;)*) => {
        &[$((stringify!($name), |objects, mut arguments| {
            let _ = &mut arguments;
            $(let $argument = arguments.$kind()?;)*
            Ok(calls::$name(objects, $(lend!($kind $argument)),*)?.into())
        })),*]
    };
}

const CALLS: [&[(&str, Call)]; 3] = [
    twilio_access_token_bindings::calls!(list),
    twilio_access_token_bindings::npm_calls!(list),
    PANICS,
];

#[cfg(feature = "panics")]
const PANICS: &[(&str, Call)] = &[("panic", |_, _| panic!("a call of the test"))];
#[cfg(not(feature = "panics"))]
const PANICS: &[(&str, Call)] = &[];

/// Gives the exports a function for each call.
///
/// # Errors
///
/// Those of Node, such as a lack of memory.
#[napi(module_exports)]
pub fn export(mut exports: Object<'_>, env: Env) -> napi::Result<()> {
    for &(name, call) in CALLS.iter().copied().flatten() {
        let name = camel_case(name);
        let function = env.create_function_from_closure::<(), _, _>(&name, move |context| answer(&context, call))?;
        exports.set_named_property(&name, function)?;
    }
    Ok(())
}

/// Runs a call, and returns its answer or throws its error.
fn answer(context: &FunctionCallContext<'_>, call: Call) -> napi::Result<sys::napi_value> {
    let arguments = Arguments { call: context, next: 0 };
    match OBJECTS.with_borrow_mut(|objects| call(objects, arguments)) {
        Ok(answer) => value(context.env, answer),
        Err(Thrown::Node(error)) => Err(error),
        Err(Thrown::Ours(failure)) => Err(throw(context.env, failure)?),
    }
}

fn value(env: &Env, answer: Answer) -> napi::Result<sys::napi_value> {
    Ok(match answer {
        Answer::Nothing => ().into_unknown(env)?.raw(),
        Answer::Handle(handle) => env.create_uint32(handle)?.raw(),
        // Node makes a string of Latin-1 in half the time that it takes for UTF-8.
        Answer::Text(text) if text.is_ascii() => env.create_string_latin1(text)?.raw(),
        Answer::Text(text) => env.create_string(text)?.raw(),
    })
}

/// Throws an error whose code is ours: one that a function returns has a code of napi's.
fn throw(env: &Env, failure: Failure) -> napi::Result<Error> {
    let error = JsError::from(Error::new(failure.code, failure.message)).into_unknown(*env);
    let mut object = error.coerce_to_object()?;
    object.set_named_property("hint", failure.hint)?;
    env.throw(object)?;
    Ok(Error::from_status(Status::PendingException))
}
