//! The package as a page of Markdown.

use core::fmt::Write as _;

use wit_parser::{Docs, Function, FunctionKind, Interface, Stability, Type, TypeDef, TypeDefKind, TypeId, World};

use super::{Wit, kind, parts};

impl Wit {
    /// The reference: every world, interface, type and function, with what is said about it and since when it is there.
    ///
    /// # Errors
    ///
    /// None, since a string takes whatever is written to it.
    pub fn reference(&self) -> Result<String, core::fmt::Error> {
        let mut page = String::new();
        self.write(&mut page)?;
        Ok(page)
    }

    fn write(&self, page: &mut String) -> core::fmt::Result {
        let name = &self.package().name;
        writeln!(
            page,
            "<!-- Made of wit/*.wit by `npx --yes rust-just wit-reference`; what is to be said is to be said there. -->\n"
        )?;
        writeln!(page, "# {name}\n")?;
        writeln!(
            page,
            "The interface of the components, as [wit/](../wit) has it. [wasmtime.md](wasmtime.md) calls it from a command line.\n"
        )?;
        for (name, interface) in self.interfaces() {
            writeln!(page, "- {}: {}", link("interface", name), summary(&interface.docs))?;
        }
        writeln!(page, "\n## Worlds")?;
        for world in self.worlds() {
            self.write_world(page, world)?;
        }
        for (name, interface) in self.interfaces() {
            self.write_interface(page, name, interface)?;
        }
        Ok(())
    }

    fn write_world(&self, page: &mut String, world: &World) -> core::fmt::Result {
        writeln!(page, "\n### World `{}`\n\n{}\n", world.name, text(&world.docs))?;
        writeln!(page, "{}\n", since(&world.stability))?;
        for (verb, items) in [("Imports", &world.imports), ("Exports", &world.exports)] {
            let interfaces = items.values().filter_map(|item| self.interface_of(item));
            let links: Vec<_> = interfaces.map(|(name, _)| link("interface", name)).collect();
            if !links.is_empty() {
                writeln!(page, "{verb} {}.", links.join(", "))?;
            }
        }
        Ok(())
    }

    fn write_interface(&self, page: &mut String, name: &str, interface: &Interface) -> core::fmt::Result {
        writeln!(
            page,
            "\n## Interface `{name}`\n\n{}\n\n{}",
            text(&interface.docs),
            since(&interface.stability)
        )?;
        for function in interface.functions.values() {
            if matches!(function.kind, FunctionKind::Freestanding) {
                self.write_function(page, "### Function", function)?;
            }
        }
        for (name, ty) in self.types(interface) {
            self.write_type(page, name, ty, interface)?;
        }
        Ok(())
    }

    fn write_type(&self, page: &mut String, name: &str, ty: &TypeDef, interface: &Interface) -> core::fmt::Result {
        let kind = kind(ty);
        writeln!(page, "\n### {kind} `{name}`\n")?;
        if kind == "Type" {
            writeln!(page, "```wit\ntype {name} = {};\n```\n", self.spell_kind(&ty.kind))?;
        }
        writeln!(page, "{}\n\n{}", text(&ty.docs), since(&ty.stability))?;
        match &ty.kind {
            TypeDefKind::Enum(_) => {
                writeln!(page, "\n| case | |\n|---|---|")?;
                for (name, docs) in parts(ty) {
                    writeln!(page, "| `{name}` | {} |", cell(docs))?;
                }
            }
            TypeDefKind::Record(record) => {
                writeln!(page, "\n| field | type | |\n|---|---|---|")?;
                for field in &record.fields {
                    writeln!(
                        page,
                        "| `{}` | {} | {} |",
                        field.name,
                        self.linked(field.ty),
                        cell(&field.docs)
                    )?;
                }
            }
            TypeDefKind::Resource => {
                let resource = interface.types[name];
                for function in interface.functions.values() {
                    if function.kind.resource() == Some(resource) {
                        self.write_function(page, "####", function)?;
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn write_function(&self, page: &mut String, heading: &str, function: &Function) -> core::fmt::Result {
        let name = match function.kind.resource() {
            Some(resource) => format!("{}.{}", self.spell(Type::Id(resource)), function.item_name()),
            None => function.name.clone(),
        };
        writeln!(
            page,
            "\n{heading} `{name}`\n\n```wit\n{}\n```\n",
            self.declare(function)
        )?;
        let mut links = vec![];
        for id in function
            .params
            .iter()
            .map(|param| param.ty)
            .chain(function.result)
            .flat_map(|ty| self.named_in(ty))
        {
            let link = self.link_to_type(id);
            if function.kind.resource() != Some(id) && !links.contains(&link) {
                links.push(link);
            }
        }
        writeln!(page, "{}\n", text(&function.docs))?;
        if !links.is_empty() {
            write!(page, "Types: {}. ", links.join(", "))?;
        }
        writeln!(page, "{}", since(&function.stability))
    }

    /// The type of a field, with the way to where it is told of.
    fn linked(&self, ty: Type) -> String {
        let spelled = self.spell(ty);
        match self.named_in(ty).first() {
            Some(id) => format!("[`{spelled}`](#{})", self.anchor(*id)),
            None => format!("`{spelled}`"),
        }
    }

    fn link_to_type(&self, id: TypeId) -> String {
        format!("[`{}`](#{})", self.spell(Type::Id(id)), self.anchor(id))
    }

    fn anchor(&self, id: TypeId) -> String {
        format!(
            "{}-{}",
            kind(&self.resolve.types[id]).to_lowercase(),
            self.spell(Type::Id(id))
        )
    }
}

fn link(kind: &str, name: &str) -> String {
    format!("[`{name}`](#{kind}-{name})")
}

fn text(docs: &Docs) -> &str {
    docs.contents.as_deref().unwrap_or_default().trim()
}

/// The first paragraph, in one line.
fn summary(docs: &Docs) -> String {
    text(docs).split("\n\n").next().unwrap_or_default().replace('\n', " ")
}

/// All of it, in a cell of a table.
fn cell(docs: &Docs) -> String {
    text(docs).replace('\n', " ").replace('|', "\\|")
}

fn since(gate: &Stability) -> String {
    match gate {
        Stability::Stable { since, .. } => format!("Since {since}."),
        Stability::Unstable { feature, .. } => format!("A draft, behind the feature `{feature}`."),
        Stability::Unknown => String::new(),
    }
}
