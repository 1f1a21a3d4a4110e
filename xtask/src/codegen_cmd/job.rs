//! From arguments to what is read, how it is generated and where it goes. Touches no file but to find the workspace.

use std::path::{Path, PathBuf};

use codegen::{Options, Strictness};

use crate::args::Codegen;
use crate::write::{COMMAND, Target};
use crate::{Result, workspace};

/// Our own document, below the root.
const SPEC: &str = "spec/vcha.yaml";

/// Where its output goes, below the root.
const API: &str = "generated/src/api";

/// The module that the output is, as its own examples name it.
const MODULE: &str = "vcha_client::api";

/// Everything that is decided before anything is read.
pub(super) struct Job {
    /// The document.
    pub spec: PathBuf,
    /// What findings call it.
    pub spec_name: String,
    pub options: Options,
    pub target: Target,
    /// What stands before a path of the output when it is shown: empty, or with a `/` at the end.
    pub shown: String,
    /// The name, when a whole crate is wanted.
    pub krate: Option<String>,
    /// The root of the workspace whose hand-written hooks are checked.
    pub hooks: Option<PathBuf>,
    /// What to do when the output is out of date.
    pub remedy: &'static str,
}

impl Job {
    pub(super) fn new(args: &Codegen) -> Result<Self> {
        match &args.spec {
            Some(spec) => Ok(Self::foreign(args, spec)),
            None => Ok(Self::own(args, &workspace::root()?)),
        }
    }

    /// Our own document; to its own place, unless another is named.
    pub(super) fn own(args: &Codegen, root: &Path) -> Self {
        let job = Self::at(args, root.join(SPEC), SPEC.to_owned(), SPEC.to_owned());
        if args.out.is_some() || args.krate.is_some() {
            return job;
        }
        Self {
            options: Options { module_path: Some(MODULE.to_owned()), ..job.options },
            target: Target { root: root.join(API), owned: "" },
            shown: format!("{API}/"),
            hooks: Some(root.to_path_buf()),
            remedy: "run `cargo xtask codegen` and commit what it writes",
            ..job
        }
    }

    /// The document that --spec names.
    fn foreign(args: &Codegen, spec: &Path) -> Self {
        // Only the file name: the output must not depend on the folder of the document.
        let origin = spec.file_name().unwrap_or(spec.as_os_str()).to_string_lossy().into_owned();
        let mut job = Self::at(args, spec.to_path_buf(), spec.display().to_string(), origin);
        if !args.strict {
            job.options.strictness = Strictness::Foreign;
        }
        job
    }

    /// To the place that the arguments name.
    fn at(args: &Codegen, spec: PathBuf, spec_name: String, origin: String) -> Self {
        let folder = match (&args.out, &args.krate) {
            (Some(out), _) => out.clone(),
            (None, name) => PathBuf::from(name.as_deref().unwrap_or(".")),
        };
        Self {
            spec,
            spec_name,
            options: Options {
                strictness: Strictness::Own,
                module_path: args.krate.as_ref().map(|name| format!("{}::api", name.replace('-', "_"))),
                origin,
                command: COMMAND.to_owned(),
            },
            shown: format!("{}/", folder.display().to_string().trim_end_matches('/')),
            target: Target { root: folder, owned: if args.krate.is_some() { "src/api" } else { "" } },
            krate: args.krate.clone(),
            hooks: None,
            remedy: "run the same command without --check",
        }
    }

    /// The folder of the output, as it is shown.
    pub(super) fn place(&self) -> &str {
        match self.shown.trim_end_matches('/') {
            "" => "the output",
            place => place,
        }
    }
}
