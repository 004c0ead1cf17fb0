//! The package `twilio-access-token:tokens`, as WIT's own parser reads it.

mod reference;

use wit_parser::{
    Docs, Enum, Function, FunctionKind, Handle, Interface, Package, PackageId, Resolve, Result_, Stability, Type,
    TypeDef, TypeDefKind, TypeId, TypeOwner, World, WorldItem,
};

const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../wit");

/// Where the reference is kept.
pub const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/wit.md");

/// A WIT package, with what it takes to look things up in it.
#[derive(Debug)]
pub struct Wit {
    resolve: Resolve,
    package: PackageId,
}

/// Something that has documentation or a gate, or should.
#[derive(Debug)]
#[non_exhaustive]
pub struct Item<'w> {
    /// Where it is, from the outside in.
    pub path: String,
    /// What is said about it.
    pub docs: Option<&'w str>,
    /// Its gate; none is possible on a field or a case.
    pub gate: Option<&'w Stability>,
}

impl<'w> Item<'w> {
    fn new(path: String, docs: &'w Docs, gate: Option<&'w Stability>) -> Self {
        let docs = docs.contents.as_deref();
        Self { path, docs, gate }
    }
}

impl Wit {
    /// The package in `wit/`.
    ///
    /// # Panics
    ///
    /// Where it is no WIT.
    #[must_use]
    pub fn of_the_component() -> Self {
        let mut resolve = Resolve::default();
        let (package, _) = resolve.push_dir(SOURCES).expect("wit/ is a package");
        Self { resolve, package }
    }

    fn package(&self) -> &Package {
        &self.resolve.packages[self.package]
    }

    /// Its worlds, in the order in which they are written.
    pub fn worlds(&self) -> impl Iterator<Item = &World> {
        self.package().worlds.values().map(|id| &self.resolve.worlds[*id])
    }

    /// Its interfaces, in the order in which the world `imports` has them.
    pub fn interfaces(&self) -> impl Iterator<Item = (&str, &Interface)> {
        let world = &self.resolve.worlds[self.package().worlds["imports"]];
        world.imports.values().filter_map(|item| self.interface_of(item))
    }

    fn interface_of(&self, item: &WorldItem) -> Option<(&str, &Interface)> {
        let WorldItem::Interface { id, .. } = item else {
            return None;
        };
        let interface = &self.resolve.interfaces[*id];
        Some((interface.name.as_deref()?, interface))
    }

    /// The types of an interface, in the order in which they are written: those that it defines, and not what it uses.
    pub fn types<'w>(&'w self, interface: &'w Interface) -> impl Iterator<Item = (&'w str, &'w TypeDef)> {
        let types = interface.types.iter();
        let types = types.map(|(name, id)| (name.as_str(), &self.resolve.types[*id]));
        types.filter(|(_, ty)| self.used_from(ty).is_none())
    }

    /// The interface from which a `use` takes this type.
    fn used_from(&self, ty: &TypeDef) -> Option<&str> {
        let TypeDefKind::Type(Type::Id(original)) = ty.kind else {
            return None;
        };
        match self.resolve.types[original].owner {
            TypeOwner::Interface(id) if ty.owner != TypeOwner::Interface(id) => {
                self.resolve.interfaces[id].name.as_deref()
            }
            _ => None,
        }
    }

    /// The type as its own interface has it, where `id` may be that of a `use`.
    fn original(&self, id: TypeId) -> TypeId {
        match self.resolve.types[id].kind {
            TypeDefKind::Type(Type::Id(original)) if self.used_from(&self.resolve.types[id]).is_some() => {
                self.original(original)
            }
            _ => id,
        }
    }

    /// The types with a name that a type is made of.
    fn named_in(&self, ty: Type) -> Vec<TypeId> {
        let Type::Id(id) = ty else {
            return vec![];
        };
        let ty = &self.resolve.types[id];
        if ty.name.is_some() {
            return vec![self.original(id)];
        }
        let within = match &ty.kind {
            TypeDefKind::Handle(Handle::Own(id) | Handle::Borrow(id)) => vec![Type::Id(*id)],
            TypeDefKind::List(ty) | TypeDefKind::Option(ty) => vec![*ty],
            TypeDefKind::Result(result) => result.ok.into_iter().chain(result.err).collect(),
            TypeDefKind::Tuple(tuple) => tuple.types.clone(),
            _ => vec![],
        };
        within.into_iter().flat_map(|ty| self.named_in(ty)).collect()
    }

    /// The cases of the enum `name`.
    ///
    /// # Panics
    ///
    /// Where there is no such enum.
    #[must_use]
    pub fn cases(&self, name: &str) -> Vec<&str> {
        let mut types = self.interfaces().flat_map(|(_, interface)| self.types(interface));
        let found = types.find_map(|(found, ty)| match &ty.kind {
            TypeDefKind::Enum(cases) if found == name => Some(cases),
            _ => None,
        });
        names(found.expect("there is such an enum"))
    }

    /// The codes with which a function may fail, if it may.
    #[must_use]
    pub fn error_codes(&self, function: &Function) -> Option<Vec<&str>> {
        let Some(Type::Id(id)) = function.result else {
            return None;
        };
        let TypeDefKind::Result(Result_ {
            err: Some(Type::Id(error)),
            ..
        }) = self.resolve.types[id].kind
        else {
            return None;
        };
        let TypeDefKind::Record(error) = &self.resolve.types[self.original(error)].kind else {
            return None;
        };
        error.fields.iter().find_map(|field| match field.ty {
            Type::Id(id) => match &self.resolve.types[self.original(id)].kind {
                TypeDefKind::Enum(codes) => Some(names(codes)),
                _ => None,
            },
            _ => None,
        })
    }

    /// All that can be documented or gated.
    #[must_use]
    pub fn items(&self) -> Vec<Item<'_>> {
        let mut items = vec![];
        let mut push = |path, docs, gate| items.push(Item::new(path, docs, gate));
        for world in self.worlds() {
            push(world.name.clone(), &world.docs, Some(&world.stability));
        }
        for (interface_name, interface) in self.interfaces() {
            push(interface_name.to_owned(), &interface.docs, Some(&interface.stability));
            for (name, ty) in self.types(interface) {
                let path = format!("{interface_name}.{name}");
                for (part, docs) in parts(ty) {
                    push(format!("{path}.{part}"), docs, None);
                }
                push(path, &ty.docs, Some(&ty.stability));
            }
            for function in interface.functions.values() {
                let path = format!("{interface_name}.{}", function.name);
                push(path, &function.docs, Some(&function.stability));
            }
        }
        items
    }

    /// The gates of what has no documentation of its own: each `use`, and each interface of a world.
    pub fn undocumented_gates(&self) -> impl Iterator<Item = (&str, &Stability)> {
        let uses = self.interfaces().flat_map(|(name, interface)| {
            let types = interface.types.values().map(|id| &self.resolve.types[*id]);
            types
                .filter(|ty| self.used_from(ty).is_some())
                .map(move |ty| (name, &ty.stability))
        });
        let worlds = self.worlds().flat_map(|world| {
            let of_the_world = world.imports.values().chain(world.exports.values());
            of_the_world.map(|item| (world.name.as_str(), item.stability(&self.resolve)))
        });
        uses.chain(worlds)
    }

    /// A type as WIT spells it.
    fn spell(&self, ty: Type) -> String {
        let Type::Id(id) = ty else {
            return format!("{ty:?}").to_lowercase();
        };
        let ty = &self.resolve.types[id];
        ty.name.clone().unwrap_or_else(|| self.spell_kind(&ty.kind))
    }

    /// What a type is made of, as WIT spells it.
    fn spell_kind(&self, kind: &TypeDefKind) -> String {
        let or_none = |ty: Option<Type>| ty.map_or_else(|| "_".to_owned(), |ty| self.spell(ty));
        match kind {
            TypeDefKind::Type(ty) => self.spell(*ty),
            TypeDefKind::Handle(Handle::Own(id)) => self.spell(Type::Id(*id)),
            TypeDefKind::Handle(Handle::Borrow(id)) => format!("borrow<{}>", self.spell(Type::Id(*id))),
            TypeDefKind::List(ty) => format!("list<{}>", self.spell(*ty)),
            TypeDefKind::Option(ty) => format!("option<{}>", self.spell(*ty)),
            TypeDefKind::Result(result) => format!("result<{}, {}>", or_none(result.ok), or_none(result.err)),
            TypeDefKind::Tuple(tuple) => {
                let types: Vec<_> = tuple.types.iter().map(|ty| self.spell(*ty)).collect();
                format!("tuple<{}>", types.join(", "))
            }
            other => unimplemented!("WIT's word for a {}", other.as_str()),
        }
    }

    /// A function as WIT declares it.
    fn declare(&self, function: &Function) -> String {
        let method = matches!(function.kind, FunctionKind::Method(_));
        let params = function.params.iter().skip(usize::from(method));
        let params: Vec<_> = params
            .map(|param| format!("{}: {}", param.name, self.spell(param.ty)))
            .collect();
        let kind = if matches!(function.kind, FunctionKind::Static(_)) {
            "static func"
        } else {
            "func"
        };
        let result = function
            .result
            .map(|ty| format!(" -> {}", self.spell(ty)))
            .unwrap_or_default();
        format!("{}: {kind}({}){result};", function.item_name(), params.join(", "))
    }
}

fn names(cases: &Enum) -> Vec<&str> {
    cases.cases.iter().map(|case| case.name.as_str()).collect()
}

/// What a type is called, before its name.
fn kind(ty: &TypeDef) -> &'static str {
    match ty.kind {
        TypeDefKind::Enum(_) => "Enum",
        TypeDefKind::Record(_) => "Record",
        TypeDefKind::Resource => "Resource",
        _ => "Type",
    }
}

/// The fields of a record or the cases of an enum, with what is said about them.
fn parts(ty: &TypeDef) -> Vec<(&str, &Docs)> {
    match &ty.kind {
        TypeDefKind::Record(record) => record
            .fields
            .iter()
            .map(|field| (field.name.as_str(), &field.docs))
            .collect(),
        TypeDefKind::Enum(cases) => cases
            .cases
            .iter()
            .map(|case| (case.name.as_str(), &case.docs))
            .collect(),
        _ => vec![],
    }
}
