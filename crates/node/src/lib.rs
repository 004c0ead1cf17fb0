//! The addon: a shell for Node over [`twilio_access_token_bindings`]. Its only caller is the npm package's JavaScript, which passes
//! arguments of the right types.
//!
//! Each call is a function of the exports, under the call's name in camel case. Objects are numbers; JavaScript frees them. A panic that
//! crossed into Node would end the process, so each call catches it and throws.

use core::{any::Any, cell::RefCell, panic::AssertUnwindSafe, ptr, slice};
use std::panic::catch_unwind;

use napi::{
    Env, Error, JsError, JsValue as _, Status,
    bindgen_prelude::{Either, FromNapiValue, JsObjectValue as _, Object, ToNapiValue as _, Uint8Array},
    check_status, sys,
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
    env: sys::napi_env,
    values: slice::Iter<'c, sys::napi_value>,
}

impl Arguments<'_> {
    #[expect(unsafe_code, reason = "napi reads values by pointer")]
    fn next<T: FromNapiValue>(&mut self) -> napi::Result<T> {
        let missing = || Error::from_reason("an argument is missing");
        let value = *self.values.next().ok_or_else(missing)?;
        // SAFETY: Node passed this value with this environment to the call that is running.
        unsafe { T::from_napi_value(self.env, value) }
    }

    fn next_if_given<T: FromNapiValue>(&mut self) -> napi::Result<Option<T>> {
        if self.values.as_slice().is_empty() {
            Ok(None)
        } else {
            self.next()
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

static CALLS: [&[(&str, Call)]; 3] = [
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
    for (name, call) in CALLS.iter().copied().flatten() {
        let name = camel_case(name);
        exports.set_named_property(&name, function(&env, &name, call)?)?;
    }
    Ok(())
}

/// A function that runs a call. Those of napi itself allocate whenever they are called.
#[expect(unsafe_code, reason = "Node gets pointers")]
fn function(env: &Env, name: &str, call: &'static Call) -> napi::Result<sys::napi_value> {
    let data = ptr::from_ref(call).cast_mut().cast();
    let mut function = ptr::null_mut();
    // SAFETY: the name is copied, and `run` gets the pointer to the call, which is static.
    let status = unsafe {
        let (name, len) = (name.as_ptr().cast(), name.len().cast_signed());
        sys::napi_create_function(env.raw(), name, len, Some(run), data, &raw mut function)
    };
    check_status!(status)?;
    Ok(function)
}

/// More than any call has arguments.
const MAX_ARGUMENTS: usize = 8;

/// Runs a call, and returns its answer or throws its error.
#[expect(unsafe_code, reason = "Node calls it with pointers")]
unsafe extern "C" fn run(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    let mut count = MAX_ARGUMENTS;
    let mut values = [ptr::null_mut(); MAX_ARGUMENTS];
    let mut data = ptr::null_mut();
    // SAFETY: Node writes as many values as there is room for, and the pointer that `export` passed.
    let (status, call) = unsafe {
        let (count, values) = (&raw mut count, values.as_mut_ptr());
        let status = sys::napi_get_cb_info(env, info, count, values, ptr::null_mut(), &raw mut data);
        (status, data.cast::<Call>().as_ref())
    };
    let env = Env::from_raw(env);
    let outcome = match call {
        Some(call) if status == sys::Status::napi_ok => {
            let values = values[..count.min(MAX_ARGUMENTS)].iter();
            let arguments = Arguments { env: env.raw(), values };
            let call = || OBJECTS.with_borrow_mut(|objects| call(objects, arguments));
            catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|panic| Err(Thrown::Node(panicked(&*panic))))
        }
        _ => Err(Thrown::Node(Error::from_status(Status::GenericFailure))),
    };
    let thrown = match outcome {
        Ok(answer) => value(&env, answer),
        Err(Thrown::Ours(failure)) => throw(&env, failure).map(|()| ptr::null_mut()),
        Err(Thrown::Node(error)) => Err(error),
    };
    thrown.unwrap_or_else(|error| {
        // SAFETY: the environment is Node's own.
        unsafe { JsError::from(error).throw_into(env.raw()) };
        ptr::null_mut()
    })
}

fn panicked(panic: &(dyn Any + Send)) -> Error {
    let text = panic.downcast_ref::<&str>().copied().map(String::from);
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    Error::from_reason(format!("twilio-access-token panicked: {}", text.unwrap_or_default()))
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
fn throw(env: &Env, failure: Failure) -> napi::Result<()> {
    let error = JsError::from(Error::new(failure.code, failure.message)).into_unknown(*env);
    let mut object = error.coerce_to_object()?;
    object.set_named_property("hint", failure.hint)?;
    env.throw(object)
}
