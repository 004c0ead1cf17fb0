//! The component's interface, as far as Rust's tests look at it.

/// The cases of the enum `name` in the text of a WIT file.
pub(crate) fn cases<'w>(wit: &'w str, name: &str) -> Vec<&'w str> {
    let (_, cases) = wit.split_once(&format!("enum {name} {{")).unwrap();
    let cases = cases.split('}').next().unwrap().lines().map(str::trim);
    let cases = cases.filter(|line| !line.is_empty() && !line.starts_with("///"));
    cases.map(|line| line.trim_end_matches(',')).collect()
}
