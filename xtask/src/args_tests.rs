//! Command lines that pass and command lines that do not.

use super::*;

fn read(line: &str) -> Result<Command> {
    parse(Parser::from_args(line.split_whitespace()))
}

#[test]
fn every_option_of_codegen() {
    let read = |line| match read(line) {
        Ok(Command::Codegen(args)) => args,
        other => panic!("{line}: {other:?}"),
    };
    assert_eq!(read("codegen"), Codegen::default());
    assert!(read("codegen --check").check);
    assert_eq!(
        read(
            "codegen --spec a.yaml --out=b --crate pet-store --message-format json --strict -q --all --deny oa0601 \
              --deny OA0604 --allow=OA0201 --only pets --only=/pets"
        ),
        Codegen {
            check: false,
            spec: Some("a.yaml".into()),
            out: Some("b".into()),
            krate: Some("pet-store".to_owned()),
            format: Format::Json,
            strict: true,
            quiet: true,
            all: true,
            only: vec!["pets".to_owned(), "/pets".to_owned()],
            deny: vec![Code::NotSupportedYet, Code::WouldBeLost],
            allow: vec![Code::UnknownKey],
        }
    );
}

#[test]
fn explain_has_two_ways_in() {
    for line in ["explain OA0101", "codegen explain OA0101"] {
        assert_eq!(read(line), Ok(Command::Explain(Explain::Code("OA0101".to_owned()))), "{line}");
    }
    assert_eq!(read("explain"), Ok(Command::Explain(Explain::Codes)));
    assert_eq!(read("explain --keywords"), Ok(Command::Explain(Explain::Keywords)));
}

#[test]
fn ci_takes_steps() {
    assert_eq!(read("ci fmt tidy"), Ok(Command::Ci(Ci { list: false, steps: vec!["fmt".into(), "tidy".into()] })));
    assert_eq!(read("ci --list"), Ok(Command::Ci(Ci { list: true, steps: Vec::new() })));
}

#[test]
fn corpus_takes_a_folder_and_options() {
    let args =
        Corpus { dir: Some("a".into()), check: true, filter: Some("b".to_owned()), all: true, format: Format::Json };
    assert_eq!(read("corpus a --check --filter b --all --json"), Ok(Command::Corpus(args)));
    assert_eq!(read("corpus"), Ok(Command::Corpus(Corpus::default())));
    let document = CorpusDocument { document: "a.yaml".into(), folder: "b".into(), krate: "corpus-a".to_owned() };
    assert_eq!(read(&format!("{CORPUS_DOCUMENT} a.yaml b corpus-a")), Ok(Command::CorpusDocument(document)));
}

#[test]
fn sim_leaves_every_word_to_the_program() {
    let words = |words: &[&str]| words.iter().map(Into::into).collect();
    assert_eq!(read("sim"), Ok(Command::Sim(Vec::new())));
    assert_eq!(read("sim --help"), Ok(Command::Sim(words(&["--help"]))));
    assert_eq!(read("sim --seed=1 -q -- x"), Ok(Command::Sim(words(&["--seed=1", "-q", "--", "x"]))));
}

#[test]
fn every_task_has_a_help() {
    for (line, help) in [
        ("--help", HELP),
        ("help", HELP),
        ("codegen -h", CODEGEN),
        ("explain --help", EXPLAIN),
        ("codegen explain --help", EXPLAIN),
        ("tidy --help", TIDY),
        ("ci --help", CI),
        ("corpus --help", CORPUS),
    ] {
        assert_eq!(read(line), Ok(Command::Help(help)), "{line}");
        assert!(help.lines().all(|line| line.len() <= 120), "{line}");
    }
}

#[test]
fn usage_errors_say_what_is_wrong() {
    for (line, words) in [
        ("", "a task is missing"),
        ("codgen", "no task \"codgen\""),
        ("--check", "no option --check"),
        ("codegen --chek", "no option --chek"),
        ("codegen --check=yes", "--check"),
        ("codegen spec.yaml", "unexpected argument \"spec.yaml\""),
        ("codegen --check explain", "unexpected argument \"explain\""),
        ("codegen --spec", "--spec"),
        ("codegen --out=", "--out is empty"),
        ("codegen --spec a.yaml", "--spec needs a place"),
        ("codegen --out a --out b", "--out is given twice"),
        ("codegen --message-format xml", "human or json, not \"xml\""),
        ("codegen --crate 3scale", "cannot name a crate"),
        ("codegen --crate ../x", "cannot name a crate"),
        ("codegen --crate fn", "taken"),
        ("codegen --crate serde-json", "taken"),
        ("tidy now", "unexpected argument \"now\""),
        ("tidy --fix", "no option --fix"),
        ("ci --lists", "no option --lists"),
        ("codegen --only pets", "--only chooses operations of another document"),
        ("codegen --deny OA9999", "no document has one of code `OA9999`"),
        ("codegen --deny OA0604 --allow oa0604", "OA0604 cannot be denied and allowed"),
        ("corpus a b", "DIR is given twice"),
        ("corpus --filter", "--filter"),
        ("corpus --fast", "no option --fast"),
        ("explain OA0101 --keywords", "no option --keywords"),
        ("explain OA0101 OA0102", "unexpected argument \"OA0102\""),
    ] {
        let error = read(line).expect_err(line);
        assert!(error.0.contains(words), "{line}: {error}");
    }
}

#[test]
fn a_slip_is_met_with_what_was_meant() {
    for (line, meant) in [
        ("codgen", Some("codegen")),
        ("explian", Some("explain")),
        ("shine", None),
        ("--hepl", Some("--help")),
        ("codegen --chek", Some("--check")),
        ("codegen --message-fromat json", Some("--message-format")),
        ("codegen --message-format jsno", Some("json")),
        ("codegen --everything", None),
        ("codegen --allow 0A0601", Some("OA0601")),
        ("corpus --filtre x", Some("--filter")),
        ("explain --hlep", Some("--help")),
        ("ci --lists", Some("--list")),
        ("tidy --halp", Some("--help")),
    ] {
        let error = read(line).expect_err(line).0;
        let ways = ["--help` lists them", "--help` says more", "explain` lists the codes"];
        assert!(ways.iter().any(|way| error.contains(way)), "{line}: {error}");
        match meant {
            Some(word) => assert!(error.contains(&format!("did you mean `{word}`?")), "{line}: {error}"),
            None => assert!(!error.contains("did you mean"), "{line}: {error}"),
        }
    }
}

#[test]
fn every_task_that_is_suggested_is_there() {
    assert!(TASKS.iter().all(|task| read(task).is_ok()));
}
