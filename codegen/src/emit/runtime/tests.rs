//! The copy of the runtime.

use super::*;
use crate::emit::tests::sample;

#[test]
fn every_module_of_the_runtime_is_copied() {
    let mut wanted = vec!["mod.rs".to_owned()];
    for (name, text) in FILES {
        let folder = name.trim_end_matches("mod.rs").replace(".rs", "/");
        let modules = text.lines().filter_map(|line| {
            let declared = line.strip_prefix("pub ").unwrap_or(line);
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
    assert!(copy(&options, "x.rs", text).ends_with(wanted), "{}", copy(&options, "x.rs", text));
}
