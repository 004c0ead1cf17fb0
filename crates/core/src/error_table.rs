//! The one place of an error: its case, its code, its message and its hint.

use alloc::string::String as Text;
#[doc(hidden)]
pub use alloc::{format, string::String, vec::Vec};

use serde::Serialize;

use crate::json;

/// Declares an error enum. Each case is a row: `Case => code, message, hint;`.
///
/// A code is a literal, or an expression in parentheses. Messages and hints are literals, or the arguments of `format!` in
/// parentheses; they read the fields of the case. `source field` names the wrapped error.
#[doc(hidden)]
#[macro_export]
macro_rules! error_table {
    (
        $(#[$enum_attribute:meta])*
        $visibility:vis enum $name:ident -> $hint_type:ty {
            $(
                $(#[$attribute:meta])*
                $case:ident
                $(($inner:ident: $inner_type:ty))?
                $({ $($(#[$field_attribute:meta])* $field:ident: $field_type:ty),+ $(,)? })?
                => $code:tt, $message:tt, $hint:tt $(, source $source:ident)?;
            )+
        }
    ) => {
        $(#[$enum_attribute])*
        #[non_exhaustive]
        $visibility enum $name {
            $(
                $(#[$attribute])*
                $case $(($inner_type))? $({ $($(#[$field_attribute])* $field: $field_type,)+ })?,
            )+
        }

        impl $name {
            /// Returns the stable name of this error, the same on every surface.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self {
                    $(Self::$case $(($inner))? $({ $($field),+ })? => {
                        $(let _ = $inner;)? $($(let _ = $field;)+)?
                        $crate::error_table!(@code $code)
                    })+
                }
            }

            /// Returns what to do about it, in one sentence.
            #[must_use]
            pub fn hint(&self) -> $hint_type {
                match self {
                    $(Self::$case $(($inner))? $({ $($field),+ })? => {
                        $(let _ = $inner;)? $($(let _ = $field;)+)?
                        $crate::error_table!(@hint $hint)
                    })+
                }
            }

            /// Returns the message and the hint, for surfaces that show one string.
            #[doc(hidden)]
            #[must_use]
            pub fn full_message(&self) -> $crate::error_table::String {
                $crate::error_table::format!("{self}. {}", self.hint())
            }

            /// Returns this error as JSON, for surfaces that exchange nothing but strings.
            #[doc(hidden)]
            #[must_use]
            pub fn to_json(&self) -> $crate::error_table::String {
                $crate::error_table::to_json(self.code(), &$crate::error_table::format!("{self}"), &self.hint())
            }

            /// Returns the codes of all cases, for tests of the lists of other languages.
            #[doc(hidden)]
            #[must_use]
            pub fn codes() -> $crate::error_table::Vec<&'static str> {
                [$($crate::error_table!(@codes $code $(, $inner_type)?)),+].concat()
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    $(Self::$case $(($inner))? $({ $($field),+ })? => {
                        $(let _ = $inner;)? $($(let _ = $field;)+)?
                        $crate::error_table!(@message f, $message)
                    })+
                }
            }
        }

        impl ::core::error::Error for $name {
            fn source(&self) -> ::core::option::Option<&(dyn ::core::error::Error + 'static)> {
                match self {
                    $(Self::$case $(($inner))? $({ $($field),+ })? => {
                        $(let _ = $inner;)? $($(let _ = $field;)+)?
                        $crate::error_table!(@source $($source)?)
                    })+
                }
            }
        }
    };
    (@code $code:literal) => { $code };
    (@code ($code:expr)) => { $code };
    (@message $f:ident, $message:literal) => { ::core::write!($f, $message) };
    (@message $f:ident, ($($message:tt)+)) => { ::core::write!($f, $($message)+) };
    (@hint $hint:literal) => { ::core::convert::Into::into($hint) };
    (@hint (= $hint:expr)) => { $hint };
    (@hint ($($hint:tt)+)) => { $crate::error_table::format!($($hint)+) };
    (@source) => { ::core::option::Option::None };
    (@source $source:ident) => { ::core::option::Option::Some($source) };
    (@codes $code:literal $(, $inner:ty)?) => { $crate::error_table::Vec::from([$code]) };
    (@codes ($($code:tt)+), $inner:ty) => { <$inner>::codes() };
    (@codes ($($code:tt)+)) => { $crate::error_table::Vec::new() };
}

/// The JSON of an error.
#[doc(hidden)]
#[must_use]
pub fn to_json(code: &str, message: &str, hint: &str) -> Text {
    #[derive(Serialize)]
    struct Json<'t> {
        code: &'t str,
        message: &'t str,
        hint: &'t str,
    }

    json::to_string(&Json { code, message, hint }, 256)
}
