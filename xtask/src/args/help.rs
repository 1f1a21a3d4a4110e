//! What each task says of itself for `--help`.

pub(super) const HELP: &str = "\
The tasks of this workspace.

Usage: cargo xtask TASK [OPTIONS]

Tasks:
  codegen         write generated/src/api from spec/vcha.yaml
  explain [CODE]  explain a code of a finding, such as OA0203; without one, list them
  tidy            check the house rules: which module may use which, sizes, headers
  ci [STEP]...    run what CI runs
  corpus [DIR]    generate, compile and try the clients of many documents
  sim [OPTIONS]   start a stand-in for a vCenter on this machine; `sim --help` lists the options

`cargo xtask TASK --help` says more.

Exit codes: 0 success, 1 a check failed, 2 wrong usage or an error of input or output.
";

pub(super) const CODEGEN: &str = "\
Write a Rust client from an OpenAPI 3.0 or 3.1 document.

Usage: cargo xtask codegen [OPTIONS]
       cargo xtask codegen explain [CODE]

Without --spec, --out and --crate: from spec/vcha.yaml to generated/src/api, and the hand-written hooks under
generated/src/checks are checked against the document. Paths are relative to the current folder.

Options:
  --check                 write nothing; show what differs, and exit 1 if anything does
  --spec FILE             another document, YAML or JSON; needs --out or --crate
  --out DIR               write the module into DIR; with --crate, the crate
  --crate NAME            write a whole crate, into DIR or else into ./NAME
  --only WORD             some operations of --spec and what they reach: those of a tag, of an operationId, or (with a
                          slash in front) of a path and below it; may be given more than once
  --strict                treat --spec like our own document: what the generator would ignore is an error
  --deny CODE             a warning of this code is an error; may be given more than once
  --allow CODE            a warning of this code is not shown; may be given more than once
  --all                   show every finding of --spec, not the first three of each code
  --message-format FORMAT how findings are shown on standard error: human (default), or json: one object a line;
                          CARGO_TERM_QUIET=true keeps cargo's own lines away
  --quiet, -q             no summary
  --help, -h              this text

The command overwrites and removes only files that it wrote itself, which their first line says. It writes nothing while
the document has an error.
";

pub(super) const EXPLAIN: &str = "\
Explain the code of a finding, with a failing and a corrected example. Without CODE, list all of them.

Usage: cargo xtask explain [CODE]
       cargo xtask explain --keywords

Options:
  --keywords  what becomes of each keyword of OpenAPI, in Markdown
  --help, -h  this text
";

pub(super) const TIDY: &str = "\
Check the house rules that neither rustc nor clippy knows: which part may use which, the size of files, functions and
`quote!`s, the first lines of files, and that no file names a path of a machine. Prints a line for each finding:
file:line: message.

Usage: cargo xtask tidy
";

pub(super) const CI: &str = "\
Run every step of CI, even when one fails, and list the failed ones at the end.

Usage: cargo xtask ci [--list] [STEP]...

Options:
  --list      name the steps and stop
  --help, -h  this text
";

pub(super) const CORPUS: &str = "\
Generate a crate for each document, compile all of them with every warning an error, and read each `example`,
`examples` and `default` of the documents through the generated types and back. Prints a line for each document; the
columns `gen s` and `check s` are CPU seconds, without those of dependencies. The crates stay in target/corpus.

Usage: cargo xtask corpus [DIR] [OPTIONS]

DIR holds documents (.json, .yaml, .yml, and the same with .gz); without it, those of this project are taken.

Options:
  --check        exit 1 if something fails that tests/fixtures/corpus-exceptions.tsv does not list, or no longer fails
  --filter TEXT  only documents with TEXT in the name of their file
  --all          show every problem of a document, not the first three
  --json         one JSON object a document, complete
  --help, -h     this text
";
