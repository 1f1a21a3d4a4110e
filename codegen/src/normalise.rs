//! Schemas to schemas that say the same in one spelling, so that `lower` asks for each meaning once: what 3.1 writes in
//! another way is as in 3.0 (`spelling`), `null` is a flag, `allOf` is one schema (`whole`, `merge`, `limits`), a choice has
//! two arms at least and nothing beside it (`choice`), and so is a base whose heirs a discriminator tells apart (`heirs`).
//! What becomes of a meaning is not decided here.

mod choice;
mod heirs;
mod limits;
mod merge;
mod spelling;
#[cfg(test)]
mod tests;
mod whole;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::grammar::Version;
use crate::node::{Node, NodeId, Tree};
use crate::options::Strictness;
use crate::pointer::Pointer;
use crate::schema::{Additional, Inner, Kind, Schema, SchemaId, Schemas};

use heirs::Heirs;

/// So many schemas can be made for each one of the document: members of members that are merged could multiply without end.
const MADE_FOR_EACH: usize = 8;

/// So many can be made for any document.
const MADE_FOR_ANY: usize = 1000;

/// The schemas of a document, those that something outside of schemas leads to in one spelling.
pub(crate) fn normalise<'t>(
    mut schemas: Schemas<'t>,
    tree: &'t Tree,
    strictness: Strictness,
    errors: &mut BTreeSet<NodeId>,
    found: &mut Vec<Diagnostic>,
) -> Schemas<'t> {
    if schemas.version == Version::V31 {
        spelling::respell(&mut schemas, strictness, found);
    }
    null(&mut schemas);
    let count = schemas.ids().count();
    let made = count.saturating_mul(MADE_FOR_EACH).max(MADE_FOR_ANY);
    let most = count.saturating_add(made);
    let (mut heirs, mut bases) = (Heirs::of(&schemas, made), BTreeMap::new());
    let mut work = Normaliser {
        schemas,
        states: BTreeMap::new(),
        together: BTreeMap::new(),
        most,
        tree,
        strictness,
        told: BTreeSet::new(),
        errors,
        found,
    };
    let mut queue: Vec<Inner<'t>> = tree.nodes().filter(|node| node.key() == Some("schema")).map(Inner::from).collect();
    queue.reverse();
    let mut seen = BTreeSet::new();
    while let Some(inner) = queue.pop() {
        let Some(id) = work.schemas.resolve(inner).filter(|id| seen.insert(*id)) else { continue };
        work.settle(id);
        let state = work.states.get(&id);
        queue.extend(state.into_iter().flat_map(State::inside));
        let mapping = state.into_iter().flat_map(|state| &state.schema().discriminator).flat_map(|it| &it.mapping);
        queue.extend(mapping.filter_map(|(_, target)| tree.mapped(target)).map(Inner::from));
        let arms = heirs.of_base(&work.schemas, id, tree);
        queue.extend(arms.iter().copied().map(Inner::from));
        if heirs.left == 0 {
            work.too_many(id);
        }
        if !arms.is_empty() {
            bases.insert(id, arms);
        }
    }
    let mut schemas = work.finish();
    heirs::choices(&mut schemas, &bases);
    schemas
}

/// `null` in an `enum` is a flag.
fn null(schemas: &mut Schemas<'_>) {
    for id in schemas.ids() {
        let Some(schema) = schemas.get_mut(id).filter(|schema| schema.values.iter().any(|value| value.is_null()))
        else {
            continue;
        };
        schema.values.retain(|value| !value.is_null());
        schema.nullable = true;
        if schema.values.is_empty() {
            schema.kind = Kind::Null;
        } else if schema.kind == Kind::Any {
            schema.kind = schema.without_type();
        }
    }
}

/// How far a schema has come.
enum State<'t> {
    /// It has no `allOf` any more.
    Merged(Schema<'t>),
    /// It is done.
    Settled(Schema<'t>),
}

impl<'t> State<'t> {
    fn schema(&self) -> &Schema<'t> {
        match self {
            Self::Merged(schema) | Self::Settled(schema) => schema,
        }
    }

    /// The schemas inside.
    fn inside(&self) -> impl Iterator<Item = Inner<'t>> {
        let schema = self.schema();
        let additional = schema.additional.and_then(|additional| match additional {
            Additional::Schema(inner) => Some(inner),
            Additional::Any(_) => None,
        });
        let parts = schema.parts.iter().copied().chain(schema.items).chain(additional);
        parts.chain(schema.properties.iter().map(|(_, inner)| *inner))
    }
}

struct Normaliser<'f, 't> {
    /// As they are written, and those that were made.
    schemas: Schemas<'t>,
    states: BTreeMap<SchemaId, State<'t>>,
    /// What was made of schemas that stand together.
    together: BTreeMap<Vec<SchemaId>, SchemaId>,
    /// So many schemas there can be.
    most: usize,
    tree: &'t Tree,
    strictness: Strictness,
    /// What was reported: what several schemas take over is looked at for each of them.
    told: BTreeSet<(Pointer, String)>,
    /// The nodes that an error was reported at.
    errors: &'f mut BTreeSet<NodeId>,
    found: &'f mut Vec<Diagnostic>,
}

impl<'t> Normaliser<'_, 't> {
    /// Brings a schema to its end, and before it the arms of its choices: not by recursion, because documents chain as many
    /// schemas as they like.
    fn settle(&mut self, start: SchemaId) {
        let mut stack = vec![start];
        while let Some(id) = stack.last().copied() {
            match self.states.get(&id) {
                None => {
                    let Some(merged) = self.merged(id) else {
                        stack.pop();
                        continue;
                    };
                    let arms = merged.choices.iter().flat_map(|choice| &choice.arms);
                    let arms = arms.filter_map(|arm| self.schemas.resolve(*arm));
                    stack.extend(arms.filter(|arm| !self.states.contains_key(arm)).collect::<Vec<_>>());
                    self.states.insert(id, State::Merged(merged));
                }
                Some(State::Merged(merged)) => {
                    let settled = self.chosen(merged.clone());
                    self.states.insert(id, State::Settled(settled));
                    stack.pop();
                }
                Some(State::Settled(_)) => {
                    stack.pop();
                }
            }
        }
    }

    /// The list with what has become of its schemas.
    fn finish(self) -> Schemas<'t> {
        let mut schemas = self.schemas;
        for (id, state) in self.states {
            if let Some(schema) = schemas.get_mut(id) {
                *schema = match state {
                    State::Merged(schema) | State::Settled(schema) => schema,
                };
            }
        }
        schemas
    }

    /// What a place holds, as far as it has come, behind all of its other names.
    fn content(&self, inner: Inner<'t>) -> Option<&Schema<'t>> {
        let of = |inner: Inner<'t>| Some(self.states.get(&self.schemas.resolve(inner)?)?.schema());
        let alias = |schema: &&Schema<'t>| match schema.kind {
            Kind::Alias => of(*schema.parts.first()?),
            _ => None,
        };
        std::iter::successors(of(inner), alias).take(self.most).last()
    }

    /// Adds a schema of all these, unless there is one; `node` is the place that it is for. `None` after so many that no
    /// honest document has them.
    fn together(&mut self, parts: Vec<Inner<'t>>, node: Node<'t>) -> Option<Inner<'t>> {
        let key = parts.iter().map(|part| self.schemas.resolve(*part)).collect::<Option<Vec<_>>>()?;
        if let Some(id) = self.together.get(&key) {
            return Some(Inner { node, made: Some(*id) });
        }
        let mut made = Schema::blank(self.schemas.next_id(), node);
        made.all_of = parts;
        let made = self.add(made)?;
        self.together.insert(key, made.made?);
        Some(made)
    }

    /// Tells of a base with heirs of heirs that are more than any honest document has.
    fn too_many(&mut self, base: SchemaId) {
        let Some(node) = self.schemas.get(base).map(|schema| schema.node) else { return };
        let message = "the schemas that extend others, each counted for all that it extends, are too many";
        let finding = Diagnostic::error(Code::TooDeep, Place::key(node), message);
        self.tell(finding.help("leave the `discriminator` to the first of the schemas that extend each other"));
    }

    /// Adds a schema that was made.
    fn add(&mut self, schema: Schema<'t>) -> Option<Inner<'t>> {
        let (id, node) = (schema.id, schema.node);
        if self.schemas.ids().count() >= self.most {
            let message = format!("merging what stands together makes more than {} schemas", self.most);
            let help = "write the members of what is merged here into one schema";
            self.tell(Diagnostic::error(Code::TooDeep, Place::value(node), message).help(help));
            return None;
        }
        self.schemas.add(schema);
        Some(Inner { node, made: Some(id) })
    }

    fn tell(&mut self, finding: Diagnostic) {
        if self.told.insert((finding.place.pointer.clone(), finding.message.clone())) {
            let node = Some(&finding).filter(|one| one.severity == Severity::Error);
            self.errors.extend(node.and_then(|one| self.tree.find(&one.place.pointer)).map(Node::id));
            self.found.push(finding);
        }
    }

    /// Something that somebody else's document may lose, and our own may not.
    fn loss(&self, code: Code, place: Place, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::of_loss(self.strictness), code, place, message)
    }
}
