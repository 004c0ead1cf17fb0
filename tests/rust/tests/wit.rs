//! The component's interface: that its codes are the core's, that it is documented, and that its reference is of today.

use std::fs;

use twilio_access_token_tests::wit::{REFERENCE, Wit};
use wit_parser::{Function, Stability, Type};

/// Checks that the enum `name` has a case for each of these codes, and no other but the last resort.
#[track_caller]
pub(crate) fn assert_cases(name: &str, mut codes: Vec<&str>) {
    let wit = Wit::of_the_component();
    let mut cases = wit.cases(name);
    cases.sort_unstable();
    codes.push("other");
    codes.sort_unstable();
    assert_eq!(cases, codes);
}

/// The functions of every interface, and the methods of its resources.
fn functions(wit: &Wit) -> Vec<&Function> {
    let interfaces = wit.interfaces();
    let functions: Vec<_> = interfaces
        .flat_map(|(_, interface)| interface.functions.values())
        .collect();
    assert!(functions.len() >= 24, "{}", functions.len());
    functions
}

fn docs(function: &Function) -> &str {
    function.docs.contents.as_deref().unwrap()
}

#[test]
fn everything_is_documented_and_gated() {
    let wit = Wit::of_the_component();
    let items = wit.items();
    assert!(items.len() >= 100, "{}", items.len());
    for item in items {
        let docs = item.docs.unwrap_or_default().trim();
        assert!(
            docs.ends_with(['.', '>', '`']) && docs.len() > 15,
            "{}: {docs}",
            item.path
        );
        assert!(item.gate.is_none_or(is_stable), "{} has no @since", item.path);
    }
    let gates: Vec<_> = wit.undocumented_gates().collect();
    assert!(gates.len() >= 18, "{}", gates.len());
    for (place, gate) in gates {
        assert!(is_stable(gate), "{place} uses or has an interface without @since");
    }
}

fn is_stable(gate: &Stability) -> bool {
    matches!(gate, Stability::Stable { .. })
}

#[test]
fn functions_that_fail_document_their_codes() {
    let wit = Wit::of_the_component();
    let functions = functions(&wit);
    let names: Vec<_> = functions.iter().map(|function| function.item_name()).collect();
    for function in &functions {
        let Some(codes) = wit.error_codes(function) else {
            assert!(!docs(function).contains("Errors:"), "{} cannot fail", function.name);
            continue;
        };
        let (_, errors) = docs(function).split_once("\n\nErrors: ").expect(&function.name);
        // Every other part of a text stands in backticks.
        let named: Vec<_> = errors.split('`').skip(1).step_by(2).collect();
        assert!(!named.is_empty(), "{}", function.name);
        for name in named {
            let of_another = names.contains(&name.rsplit('.').next().unwrap()) || name == "access-token";
            assert!(codes.contains(&name) || of_another, "{}: {name}", function.name);
        }
    }
}

#[test]
fn numbers_have_a_unit() {
    for function in functions(&Wit::of_the_component()) {
        for param in &function.params {
            let number = matches!(param.ty, Type::U32 | Type::U64);
            assert!(
                !number || docs(function).contains("seconds"),
                "{}: {}",
                function.name,
                param.name
            );
        }
    }
}

#[test]
fn the_reference_is_made_of_this_interface() {
    let wit = Wit::of_the_component();
    let page = fs::read_to_string(REFERENCE).unwrap();
    assert!(
        page == wit.reference().unwrap(),
        "run `npx --yes rust-just wit-reference`, and commit docs/wit.md"
    );
    let flowing = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = flowing(&page);
    for item in wit.items() {
        assert!(text.contains(&flowing(item.docs.unwrap())), "{}", item.path);
        let name = item.path.rsplit(['.', ']']).next().unwrap();
        assert!(text.contains(&format!("{name}`")), "{name}");
    }
    for function in functions(&wit) {
        for param in function.params.iter().filter(|param| param.name != "self") {
            assert!(text.contains(&format!("{}: ", param.name)), "{}", param.name);
        }
    }
}
