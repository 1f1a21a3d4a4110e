//! Where the workspace is. Any folder inside it will do as the current one.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Error, Result};

/// The root of the workspace around the current folder, else of the one that cargo started this program for.
pub(crate) fn root() -> Result<PathBuf> {
    let here = env::current_dir().map_err(|error| Error::new(format!("the current folder is not known: {error}")))?;
    // `cargo run --manifest-path …` from elsewhere: cargo says where the manifest is.
    let started = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    around(&here).or_else(|| started.as_deref().and_then(around)).ok_or_else(|| {
        Error::new(format!("{} is not inside the workspace: no folder above it has xtask/Cargo.toml", here.display()))
    })
}

fn around(folder: &Path) -> Option<PathBuf> {
    let is_root = |folder: &&Path| folder.join("Cargo.toml").is_file() && folder.join("xtask/Cargo.toml").is_file();
    folder.ancestors().find(is_root).map(Path::to_path_buf)
}

/// Removes from the environment of a command the variables that cargo set for this program. Build scripts depend on some of
/// them: with other values cargo would compile the same packages again.
pub(crate) fn forget_this_program(command: &mut Command) {
    let is_from_cargo = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for name in env::vars_os().filter_map(|(name, _)| name.into_string().ok()).filter(|name| is_from_cargo(name)) {
        command.env_remove(name);
    }
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::{around, forget_this_program};
    use crate::test_dir::TestDir;

    #[test]
    fn a_command_knows_nothing_of_this_program() {
        let mut command = Command::new("cargo");
        forget_this_program(&mut command);
        let removed: Vec<_> = command.get_envs().filter(|(_, value)| value.is_none()).map(|(name, _)| name).collect();
        assert!(removed.iter().any(|name| *name == "CARGO_PKG_NAME"), "{removed:?}");
        assert!(removed.iter().any(|name| *name == "CARGO_MANIFEST_DIR"), "{removed:?}");
        assert!(!removed.iter().any(|name| *name == "CARGO_HOME"), "{removed:?}");
    }

    #[test]
    fn any_folder_inside_will_do() {
        let dir = TestDir::new("root");
        dir.file("Cargo.toml", "[workspace]\n");
        dir.file("xtask/Cargo.toml", "");
        dir.file("generated/src/api/mod.rs", "");
        for inside in ["", "xtask", "generated/src/api"] {
            assert_eq!(around(&dir.path().join(inside)).as_deref(), Some(dir.path()));
        }
        assert_eq!(around(&std::env::temp_dir()), None);
    }
}
