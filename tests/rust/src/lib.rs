//! What the tests share with `wit-reference`: the component's interface, and the reference that is made of it.

pub mod wit;
