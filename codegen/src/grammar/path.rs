//! Path keys, their variables and constant queries, and the keys of `responses` and callbacks.

use std::collections::BTreeSet;

use super::Walk;
use super::kind::ObjectKind;
use super::operation::naming;
use super::table::METHODS;
use crate::diagnostic::{Code, Place};
use crate::node::{Node, Object};

impl<'v> Walk<'v> {
    pub(super) fn paths(&mut self, map: Object<'v>) {
        for (path, item) in self.entries(ObjectKind::Paths, map) {
            self.path_key(path, item);
            self.object(ObjectKind::PathItem, item);
        }
    }

    /// The members of an object whose keys are patterns, once its extensions are judged.
    fn entries(&mut self, kind: ObjectKind, map: Object<'v>) -> Vec<(&'v str, Node<'v>)> {
        let (extensions, entries): (Vec<_>, Vec<_>) = map.iter().partition(|(key, _)| key.starts_with("x-"));
        extensions.into_iter().for_each(|(key, value)| self.extension(kind, key, value, map));
        entries
    }

    /// The path itself: its form, and that no other path means the same request.
    fn path_key(&mut self, path: &str, item: Node<'v>) {
        let place = || Place::key(item);
        if !path.starts_with('/') {
            let finding = self.fault(Code::BadPath, place(), format!("`{path}` does not begin with `/`"));
            return self.report(finding.help(format!("did you mean `/{path}`?")));
        }
        let Some(variables) = variables(path) else {
            let finding = self.fault(Code::BadPath, place(), format!("the braces of `{path}` do not pair up"));
            return self.report(finding.help("a variable is a name between `{` and `}`"));
        };
        let mut seen = BTreeSet::new();
        if let Some(name) = variables.iter().find(|name| !seen.insert(**name)) {
            self.report(self.fault(Code::BadPath, place(), format!("`{{{name}}}` stands twice in `{path}`")));
        }
        if path.contains('#') {
            let finding = self.loss(Code::BadPath, place(), format!("`{path}` has a fragment, which is never sent"));
            self.report(finding.help("remove the part from `#` on"));
        }
        let query = path.split_once('?').map(|(_, query)| query);
        if query.is_some_and(|query| query.split('&').any(|pair| pair.is_empty() || pair.starts_with('='))) {
            let message = format!("the query of `{path}` has a pair without a name");
            self.report(self.loss(Code::BadPath, place(), message));
        }
        let first = *self.paths.entry(canonical(path)).or_insert(item);
        if first != item {
            let message = format!("`{path}` is the same request as another path");
            let finding = self.fault(Code::DuplicatePath, place(), message);
            self.report(finding.related(Place::key(first), "the same as this"));
        }
    }

    pub(super) fn callback(&mut self, map: Object<'v>) {
        for (_, item) in self.entries(ObjectKind::Callback, map) {
            self.object(ObjectKind::PathItem, item);
        }
    }

    pub(super) fn responses(&mut self, map: Object<'v>) {
        let responses = self.entries(ObjectKind::Responses, map);
        let is_empty = responses.is_empty();
        for (status, response) in responses {
            if !is_status(status) {
                self.bad_status(status, response);
            }
            self.reference_or(ObjectKind::Response, response);
        }
        if is_empty {
            let message = "`responses` needs at least one response";
            self.report(self.loss(Code::MissingField, Place::key(map.node()), message));
        }
    }

    fn bad_status(&mut self, status: &str, response: Node<'v>) {
        let finding = self.fault(Code::BadStatus, Place::key(response), format!("`{status}` is no status"));
        let upper = status.to_ascii_uppercase();
        let words = ["default", "1XX", "2XX", "3XX", "4XX", "5XX"];
        self.report(match words.into_iter().find(|word| word.to_ascii_uppercase() == upper) {
            Some(word) => finding.help(format!("did you mean `{word}`?")),
            None => finding
                .did_you_mean(status, ["default"])
                .help("a code from 100 to 599, a range such as `4XX`, or `default`"),
        });
    }

    /// Variables of the path against the path parameters of its operations.
    pub(super) fn path_item(&mut self, map: Object<'v>) {
        self.parameters(map);
        let item = map.node();
        let is_path = item.parent().and_then(Node::parent).is_some_and(|above| above == self.root.node());
        let Some(path) = item.key().filter(|_| is_path && item.parent().and_then(Node::key) == Some("paths")) else {
            return;
        };
        let variables = variables(path).unwrap_or_default();
        let known: BTreeSet<&str> = variables.iter().copied().collect();
        let shared = self.path_parameters(map);
        let operations = METHODS.into_iter().filter_map(|method| Some((method, map.get(method)?.as_object()?)));
        let operations: Vec<_> = operations.map(|(method, it)| (method, self.path_parameters(it))).collect();
        for variable in &variables {
            let has = |names: &[(&str, Node<'_>)]| names.iter().any(|(name, _)| name == variable);
            let without: Vec<_> =
                operations.iter().filter(|(_, own)| !has(own) && !has(&shared)).map(|(method, _)| *method).collect();
            if without.is_empty() {
                continue;
            }
            let message = format!("`{{{variable}}}` has no parameter in {}", without.join(", "));
            let finding = self.fault(Code::PathVariable, Place::key(item), message);
            let names = shared.iter().chain(operations.iter().flat_map(|(_, own)| own)).map(|(name, _)| *name);
            let unused = names.filter(|name| !known.contains(name));
            self.report(
                self.hint(finding, variable, unused)
                    .help(format!("declare `{{name: {variable}, in: path, required: true}}`")),
            );
        }
        for (name, node) in shared.into_iter().chain(operations.into_iter().flat_map(|(_, own)| own)) {
            if !known.contains(name) {
                let message = format!("the path has no variable `{{{name}}}`");
                let finding = self.fault(Code::PathParameter, Place::value(node), message);
                self.report(self.hint(finding, name, variables.iter().copied()));
            }
        }
    }

    /// Names of the path parameters that an operation or path item lists, with the nodes that name them.
    fn path_parameters(&self, map: Object<'v>) -> Vec<(&'v str, Node<'v>)> {
        let named = |value| {
            let parameter = self.follow(value).filter(|parameter| parameter.text("in") == Some("path"))?;
            Some((parameter.text("name")?, naming(value)))
        };
        map.items("parameters").filter_map(named).collect()
    }
}

/// Whether a key of `responses` says which answers are meant.
pub(crate) fn is_status(key: &str) -> bool {
    match key.as_bytes() {
        [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'] | [b'1'..=b'5', b'X', b'X'] => true,
        _ => key == "default",
    }
}

/// The names between braces; `None` when braces do not pair up or hold nothing.
fn variables(path: &str) -> Option<Vec<&str>> {
    let mut names = Vec::new();
    let mut rest = path;
    while let Some(open) = rest.find(['{', '}']) {
        rest = rest.get(open..)?.strip_prefix('{')?;
        let (name, after) = rest.split_once('}')?;
        if name.is_empty() || name.contains('{') {
            return None;
        }
        names.push(name);
        rest = after;
    }
    Some(names)
}

/// The path without the names of its variables and with its query pairs in order.
fn canonical(path: &str) -> String {
    let (route, query) = path.split_once('?').unwrap_or((path, ""));
    let mut text = String::new();
    let mut in_variable = false;
    for c in route.chars() {
        in_variable = (in_variable || c == '{') && c != '}';
        if !in_variable {
            text.push(c);
        }
    }
    let mut pairs: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty()).collect();
    pairs.sort_unstable();
    format!("{text}?{}", pairs.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_variables() {
        assert_eq!(variables("/a/{b}/c.{d}?e={f}").as_deref(), Some(&["b", "d", "f"][..]));
        for bad in ["/{a", "/a}", "/{}", "/{a{b}}", "/}{"] {
            assert_eq!(variables(bad), None, "{bad}");
        }
    }

    #[test]
    fn same_requests_have_one_form() {
        assert_eq!(canonical("/a/{x}?c=2&b=1"), canonical("/a/{y}?b=1&c=2"));
        assert_ne!(canonical("/a?b=1"), canonical("/a?b=2"));
        assert_ne!(canonical("/a/{x}"), canonical("/a/x"));
    }
}
