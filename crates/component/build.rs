//! Sets the cfg `bare` where the crate is to be built without std: all but the command, for WebAssembly.

use std::env;

fn main() {
    println!("cargo::rustc-check-cfg=cfg(bare)");
    println!("cargo::rerun-if-changed=build.rs");
    let wasm =
        env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|families| families.split(',').any(|family| family == "wasm"));
    if wasm && env::var_os("CARGO_FEATURE_CLI").is_none() {
        println!("cargo::rustc-cfg=bare");
    }
}
