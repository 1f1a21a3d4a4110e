//! `cargo xtask corpus` on documents of which one is wrong: what it tells, and what the list of exceptions changes.

use vcha_tests::scratch::xtask;

const LIST: &str = "tests/fixtures/corpus-exceptions.tsv";

const PLACE: &str = "/components/schemas/Pet/example";

/// An example that its schema does not allow.
const WRONG: &str = "openapi: 3.0.3
info: {title: Wrong, version: '1'}
paths:
  /pet:
    get:
      operationId: get_pet
      responses:
        '200':
          description: A pet.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Pet'}
components:
  schemas:
    Pet:
      type: object
      properties:
        name: {type: string, example: Momo}
        age: {type: integer}
      example: {name: Fips, age: old, more: true}
";

/// `cargo test -p vcha-tests --test generator -- --ignored corpus`; a step of `cargo xtask ci`.
#[test]
#[ignore = "takes minutes"]
fn what_is_wrong_is_told_unless_it_is_listed_and_what_is_listed_must_be_wrong() {
    let folder = crate::xtask::copy("corpus");
    folder.copy("Cargo.lock");
    folder.write("documents/right.yaml", WRONG.replace("age: old, ", ""));
    folder.write("documents/wrong.yaml", WRONG);
    folder.write("documents/old.json", r#"{"swagger": "2.0", "info": {"title": "Old", "version": "1"}, "paths": {}}"#);
    let run = |list: &str| {
        folder.write(LIST, list);
        let ran = xtask(folder.path(), ["corpus", "documents", "--check"]);
        assert!(
            ran.stdout.contains("3 documents: 2 generated, 2 compiled without a warning, 1 without"),
            "{}",
            ran.shown()
        );
        assert!(ran.stdout.contains("3 of 4 examples read"), "{}", ran.shown());
        ran
    };
    let all = format!("old.json\tOA0109\tnot OpenAPI 3\nwrong.yaml\t{PLACE}\tno number is old\n");
    let bare = run("");
    assert_eq!(bare.code, Some(1), "{}", bare.shown());
    assert!(bare.stdout.contains(&format!("{PLACE}: is not read: ")), "{}", bare.shown());
    assert!(bare.stderr.contains("2 problems are not in"), "{}", bare.shown());
    let listed = run(&all);
    assert_eq!((listed.code, listed.stderr.as_str()), (Some(0), ""), "{}", listed.shown());
    let stale = run(&format!("{all}right.yaml\tcompile\ta guess\n"));
    assert_eq!(stale.code, Some(1), "{}", stale.shown());
    assert!(stale.stderr.contains("tsv:3: right.yaml no longer fails at compile"), "{}", stale.shown());
}
