//! The copy of the runtime.

use std::collections::BTreeSet;

use super::*;
use crate::emit::tests::sample;

#[test]
fn every_module_of_the_runtime_is_copied() {
    let mut wanted = vec!["mod.rs".to_owned()];
    for (name, text) in FILES {
        let folder = name.trim_end_matches("mod.rs").replace(".rs", "/");
        let modules = text.lines().filter_map(|line| {
            let declared = line.trim_start_matches("pub(super) ").trim_start_matches("pub ");
            declared.strip_prefix("mod ")?.strip_suffix(';')
        });
        wanted.extend(modules.map(|module| format!("{folder}{module}.rs")));
    }
    wanted.sort();
    assert_eq!(FILES.iter().map(|(name, _)| *name).collect::<Vec<_>>(), wanted);
}

#[test]
fn paths_are_rooted_in_examples_and_nowhere_else() {
    let options = sample::options();
    let text = "/// Not rt::Here.\n///\n/// ```\n/// use rt::{Json};\n/// let x = self::rt::X + Part::y(rt::read);\n/// ```\nuse rt::X;\n";
    let wanted = "/// Not rt::Here.\n///\n/// ```\n/// use sample::api::rt::{Json};\n\
                  /// let x = self::rt::X + Part::y(sample::api::rt::read);\n/// ```\nuse rt::X;\n";
    assert!(copy(&options, "x.rs", text, &[]).ends_with(wanted), "{}", copy(&options, "x.rs", text, &[]));
}

#[test]
fn what_a_document_does_not_need_is_neither_copied_nor_named() {
    let copied: Vec<(String, String)> = files(&sample::options(), &BTreeSet::from([Part::Patch])).collect();
    let has = |module: &str| copied.iter().any(|(path, _)| path.trim_start_matches("rt/").starts_with(module));
    for module in Part::ALL.iter().map(|part| part.as_str()) {
        assert!(FILES.iter().any(|(name, _)| *name == format!("{module}.rs")));
        let is_there = has(&format!("{module}.")) || has(&format!("{module}/"));
        assert_eq!(is_there, module == "patch", "{module}");
    }
    let (_, root) = copied.iter().find(|(path, _)| path == "rt/mod.rs").unwrap();
    assert!(root.contains("mod path;") && root.contains("pub use super::text::") && root.contains("mod patch;"));
    // A condition is there for what it stands before, and only then.
    assert!(root.contains("#[cfg(feature = \"reqwest\")]\nmod reqwest;"));
    assert_eq!(root.matches("\"blocking\"))]\n").count(), 2, "{root}");
    for (path, text) in &copied {
        assert!(!path.contains("stream") && !text.contains("mod stream"), "{path}");
    }
    for name in ["Multipart", "mod plain", "DateTime", "Style", "form::", "Event", "Chunks", "stream"] {
        assert!(!root.contains(name), "{name}");
    }
}
