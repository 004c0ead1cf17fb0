//! The C header says what the library's code says.

use std::{env, fs, path::Path};

/// `WRITE_HEADER=1 cargo test -p twilio-access-token-bindings` writes it again.
#[test]
fn header() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = cbindgen::Config::from_file(folder.join("cbindgen.toml")).expect("the configuration can be read");
    let bindings = cbindgen::Builder::new()
        .with_config(config)
        .with_src(folder.join("src/lib.rs"))
        .generate()
        .expect("the header can be made");
    let mut header = Vec::new();
    bindings.write(&mut header);

    let path = folder.join("include/twilio_access_token.h");
    if env::var_os("WRITE_HEADER").is_some() {
        fs::write(&path, &header).expect("the header can be written");
    }
    let committed = fs::read(&path).expect("there is a header");
    assert!(
        committed == header,
        "WRITE_HEADER=1 cargo test -p twilio-access-token-bindings writes the header again"
    );
}
