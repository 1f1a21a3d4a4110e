//! Where a schema has its home in the document, and what it is called for that: its module, its own name in there, and the
//! label of one that the document does not name. All of it comes from the place alone, whoever gets there first.

use crate::ext;
use crate::node::Node;
use crate::pointer::Pointer;
use crate::schema::Schema;

/// Modules that a name with dots is given.
const MODULES: usize = 2;

/// Parts of a name that has dots because it stands for a path, as `io.k8s.api.core.v1.Pod` does.
const LEAST_PARTS: usize = 4;

/// The module of a component, and whether the author asked for it.
pub(super) struct Module<'t> {
    pub(super) words: Vec<&'t str>,
    /// Where the author did so.
    pub(super) said: Option<Node<'t>>,
}

/// The name of a schema among the components, if it is one and does not stand inside of one.
pub(super) fn component<'t>(node: Node<'t>) -> Option<&'t str> {
    node.component().filter(|(section, _)| *section == "schemas").map(|(_, name)| name)
}

/// What a component is called within its module: `rest.TaskInfo` of the module `rest` is `TaskInfo`. A schema that another
/// one defines has a name, too.
pub(super) fn own_label(schema: &Schema<'_>) -> Option<String> {
    let name = called(schema.node)?;
    // What is left of it beside its heirs.
    Some(if schema.is_base { format!("{name} base") } else { name.to_owned() })
}

fn called<'t>(node: Node<'t>) -> Option<&'t str> {
    let is_defined = node.parent().is_some_and(|around| matches!(around.key(), Some("$defs" | "definitions")));
    let name = component(node).or_else(|| node.key().filter(|_| is_defined))?;
    let short = match node.get(ext::MODULE).and_then(Node::as_str) {
        Some(module) => within(name, module),
        None => dotted(name).map(|(_, own)| own).filter(|_| !is_defined),
    };
    Some(short.unwrap_or(name))
}

/// The module that a component stands in.
pub(super) fn module<'t>(component: Node<'t>) -> Option<Module<'t>> {
    let said = component.get(ext::MODULE).and_then(|module| Some((module, module.as_str()?)));
    match said {
        Some((module, path)) => Some(Module { words: path.split("::").collect(), said: Some(module) }),
        None => {
            let (words, _) = dotted(self::component(component)?)?;
            Some(Module { words, said: None })
        }
    }
}

/// The modules of a name that is a path, and what it is called in there. Of the path the last two parts count: what comes
/// before says whose the document is. What other names there are does not count, so that none that is added moves a type.
fn dotted(name: &str) -> Option<(Vec<&str>, &str)> {
    let parts: Vec<&str> = name.split('.').collect();
    let (own, path) = parts.split_last()?;
    let is_word = |part: &&str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c))
    };
    if parts.len() < LEAST_PARTS || own.is_empty() || !path.iter().all(is_word) {
        return None;
    }
    let modules = path.get(path.len().checked_sub(MODULES)?..)?;
    Some((modules.to_vec(), own))
}

/// What is left of a name behind that of the module, which has dots where the module has `::`.
fn within<'n>(name: &'n str, module: &str) -> Option<&'n str> {
    let mut rest = name;
    for part in module.split("::") {
        rest = rest.strip_prefix(part)?.strip_prefix('.')?;
    }
    Some(rest).filter(|rest| !rest.is_empty())
}

/// What a schema without a name is named after, where the walk came to it as `label`: what stands inside of a component
/// is named after that, not after the operation that is the first to use it.
pub(super) fn label(node: Node<'_>, label: &str) -> String {
    let around = std::iter::successors(Some(node), |node| node.parent());
    let Some((owner, base)) = around.skip(1).find_map(|node| Some((node, base(node)?))) else {
        return label.to_owned();
    };
    if label.strip_prefix(&base).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')) {
        return label.to_owned();
    }
    let rest = inside(&owner.pointer(), &node.pointer());
    // A layer of the component that says nothing of where it is, such as the arm of a choice.
    if rest.is_empty() && called(owner).is_some() { label.to_owned() } else { [vec![base], rest].concat().join(" ") }
}

/// What the names of schemas inside of this begin with, if it has a name.
fn base(node: Node<'_>) -> Option<String> {
    if let Some(called) = called(node) {
        return Some(node.get(ext::NAME).and_then(Node::as_str).unwrap_or(called).to_owned());
    }
    let (section, name) = node.component()?;
    Some(match section {
        "responses" => format!("{name} response"),
        "requestBodies" => format!("{name} request"),
        _ => name.to_owned(),
    })
}

/// The way from a component to a schema in it, in the words that the walk takes for it.
fn inside(owner: &Pointer, node: &Pointer) -> Vec<String> {
    let mut words = Vec::new();
    let mut tokens = node.tokens().skip(owner.tokens().count());
    while let Some(token) = tokens.next() {
        match token.as_ref() {
            "properties" | "headers" => words.extend(tokens.next().map(|name| name.into_owned())),
            "allOf" | "oneOf" | "anyOf" | "content" => drop(tokens.next()),
            "items" => words.push("item".to_owned()),
            "additionalProperties" => words.push("value".to_owned()),
            _ => {}
        }
    }
    words
}
