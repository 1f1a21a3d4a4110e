//! How the generator's cost grows: documents of N and of 2N parts, and the ratio, which is about 2 where the cost is in
//! proportion and about 4 where it grows with the square. Printed, not judged: clocks of shared machines are no judges.
//! Documents of 1,000 to 8,000 types also show CPU time and memory a type; `--types` measures nothing else. What a single
//! document costs is measured in `generator`.

#![expect(clippy::print_stdout, reason = "a bench prints what it measures")]

use std::fs;
use std::hint::black_box;
use std::process::Command;
use std::time::{Duration, Instant};

use codegen::render::{render_human, render_json};
use codegen::source::Source;
use codegen::{Options, Strictness, generate};
use serde_json::{Map, Value, json};
use vcha_tests::cpu;
use vcha_tests::many_types::ManyTypes;

/// Each measurement is the best of so many.
const RUNS: usize = 3;

/// A kind of document, and the number of its parts.
struct Shape {
    name: &'static str,
    parts: usize,
    make: fn(usize) -> Value,
}

const SHAPES: &[Shape] = &[
    Shape { name: "schemas", parts: 500, make: schemas },
    Shape { name: "tags with a schema each", parts: 250, make: tags },
    Shape { name: "schemas in modules", parts: 250, make: modules },
    Shape { name: "members", parts: 4000, make: |count| object(count, json!({})) },
    Shape { name: "required members", parts: 4000, make: required },
    Shape { name: "values of an enum", parts: 8000, make: values },
    Shape { name: "parameters", parts: 2000, make: parameters },
    Shape { name: "security schemes", parts: 500, make: schemes },
    Shape { name: "faults", parts: 250, make: faults },
    Shape { name: "checks", parts: 2000, make: checks },
    Shape { name: "names that clash", parts: 2000, make: clashes },
    Shape { name: "findings", parts: 2000, make: |count| object(count, json!({"typo": 1})) },
    Shape { name: "references to nothing", parts: 4000, make: dangling },
    Shape { name: "required names and parts", parts: 1000, make: parts },
    Shape { name: "elements without an end", parts: 20_000, make: |count| described(&"<pre>".repeat(count)) },
    Shape { name: "footnotes", parts: 40_000, make: |count| described(&"[^a]: b\n".repeat(count)) },
];

/// How many types the documents have that show what one costs.
const TYPES: [usize; 4] = [1_000, 2_000, 4_000, 8_000];

/// Said to this program by itself, in front of a number of types.
const CHILD: &str = "--generate-types";

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [CHILD, count] = words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        let [seconds, kilobytes] = generate_types(count.parse().expect("a number of types"));
        return println!("{seconds} {kilobytes}");
    }
    if !words.iter().any(|word| word == "--types") {
        shapes();
    }
    // `cargo test --benches` only wants to know that it runs.
    types(if words.iter().any(|word| word == "--test") { &TYPES[..1] } else { &TYPES });
}

/// What a type costs in documents of ever more, and the ratio to the document of half the size.
fn types(counts: &[usize]) {
    println!(
        "{:<10} {:>10} {:>12} {:>7} {:>12} {:>12} {:>7}",
        "types", "CPU", "CPU/type", "ratio", "memory", "memory/type", "ratio"
    );
    let mut before: Option<[f64; 2]> = None;
    for count in counts {
        let least =
            (0..RUNS).map(|_| in_a_child(*count)).reduce(|one, other| [one[0].min(other[0]), one[1].min(other[1])]);
        let [seconds, kilobytes] = least.unwrap_or_default();
        let ratios = before.map_or(["-".to_owned(), "-".to_owned()], |before| {
            [seconds / before[0], kilobytes / before[1]].map(|ratio| format!("{ratio:.2}"))
        });
        let [millis, kilobyte] = [seconds * 1e3, kilobytes].map(|whole| whole / *count as f64);
        println!(
            "{count:<10} {seconds:>8.2} s {millis:>9.3} ms {:>7} {:>9.1} MB {kilobyte:>9.1} kB {:>7}",
            ratios[0],
            kilobytes / 1e3,
            ratios[1],
        );
        before = Some([seconds, kilobytes]);
    }
}

/// Seconds of CPU and kilobytes for a document of so many types. A process knows only the most that it ever had in memory,
/// so each document has one of its own.
fn in_a_child(count: usize) -> [f64; 2] {
    let program = std::env::current_exe().expect("a program has a path");
    let output = Command::new(program).args([CHILD, &count.to_string()]).output().expect("it runs again");
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    let numbers: Vec<f64> = said.split_ascii_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [seconds, kilobytes] = numbers[..] else {
        panic!("two numbers, not {said}{}", String::from_utf8_lossy(&output.stderr))
    };
    [seconds, kilobytes]
}

/// Seconds of CPU on all threads, and kilobytes in memory at most, without what the text itself takes.
fn generate_types(count: usize) -> [f64; 2] {
    let text = ManyTypes::types(count / 2).openapi().to_string();
    let (time, kilobytes) = (cpu::own(), memory("VmRSS:"));
    let output = generate(&Source::new("scale.json", text.as_str()), &options());
    assert!(black_box(&output).is_ok(), "it is a good document");
    [(cpu::own() - time).as_secs_f64(), memory("VmHWM:") - kilobytes]
}

/// Kilobytes.
fn memory(name: &str) -> f64 {
    let told = fs::read_to_string("/proc/self/status").expect("measured on Linux");
    let line = told.lines().find_map(|line| line.strip_prefix(name)).expect("a line of that name");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

fn shapes() {
    println!("{:<26} {:>7} {:>10} {:>10} {:>6}", "shape", "N", "N", "2N", "ratio");
    for Shape { name, parts, make } in SHAPES {
        let [one, two] = [*parts, 2 * parts].map(|parts| cost(&make(parts)));
        let ratio = two.as_secs_f64() / one.as_secs_f64().max(1e-9);
        println!("{name:<26} {parts:>7} {:>7} ms {:>7} ms {ratio:>6.2}", one.as_millis(), two.as_millis());
    }
}

/// From the text in one line to files and findings, as people and as programs read them.
fn cost(document: &Value) -> Duration {
    let text = document.to_string();
    let run = || {
        let source = Source::new("scale.json", text.as_str());
        let start = Instant::now();
        let found = match generate(&source, &options()) {
            Ok(output) => black_box(output).warnings,
            Err(failure) => failure.diagnostics,
        };
        black_box(render_human(&source, &found, false));
        black_box(render_json(&source, &found));
        start.elapsed()
    };
    (0..RUNS).map(|_| run()).min().unwrap_or_default()
}

fn options() -> Options {
    Options {
        strictness: Strictness::Foreign,
        module_path: None,
        origin: "scale.json".to_owned(),
        command: "cargo bench".to_owned(),
    }
}

fn document(
    paths: Map<String, Value>,
    schemas: Map<String, Value>,
    tags: &[Value],
    schemes: Map<String, Value>,
) -> Value {
    json!({
        "openapi": "3.0.3", "info": {"title": "Scale", "version": "1"}, "tags": tags, "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": schemes},
    })
}

fn of_schemas(schemas: Map<String, Value>) -> Value {
    document(only(operation(0, &to("Root"), json!({}))), schemas, &[], Map::new())
}

fn only(operation: Value) -> Map<String, Value> {
    all(1, |_| ("/x".to_owned(), json!({"get": operation})))
}

fn all(count: usize, make: impl Fn(usize) -> (String, Value)) -> Map<String, Value> {
    (0..count).map(make).collect()
}

fn to(schema: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{schema}")})
}

fn operation(index: usize, answer: &Value, more: Value) -> Value {
    let mut operation = json!({
        "operationId": format!("op{index}"),
        "responses": {"200": {"description": "Done.", "content": {"application/json": {"schema": answer}}}},
    });
    if let (Some(operation), Value::Object(more)) = (operation.as_object_mut(), more) {
        operation.extend(more);
    }
    operation
}

/// An object with so many members of one schema.
fn object(count: usize, more: Value) -> Value {
    let member = |index| {
        let mut schema = json!({"type": "string"});
        if let (Some(schema), Value::Object(more)) = (schema.as_object_mut(), more.clone()) {
            schema.extend(more);
        }
        (format!("member{index}"), schema)
    };
    of_schemas(all(1, |_| ("Root".to_owned(), json!({"type": "object", "properties": all(count, member)}))))
}

fn small() -> Value {
    json!({"type": "object", "properties": {"a": {"type": "string"}}})
}

fn schemas(count: usize) -> Value {
    let mut schemas = all(count, |index| (format!("Schema{index}"), small()));
    let members = all(count, |index| (format!("m{index}"), to(&format!("Schema{index}"))));
    schemas.insert("Root".to_owned(), json!({"type": "object", "properties": members}));
    of_schemas(schemas)
}

fn tags(count: usize) -> Value {
    let schemas = all(count, |index| (format!("Schema{index}"), small()));
    let tags: Vec<Value> = (0..count).map(|index| json!({"name": format!("tag{index}")})).collect();
    let path = |index| {
        let more = json!({"tags": [format!("tag{index}")]});
        (format!("/p{index}"), json!({"get": operation(index, &to(&format!("Schema{index}")), more)}))
    };
    document(all(count, path), schemas, &tags, Map::new())
}

fn modules(count: usize) -> Value {
    let schema = |index| {
        let module = format!("m{index}");
        let mut schema = small();
        schema["x-codegen-module"] = json!(module);
        (format!("{module}.Schema{index}"), schema)
    };
    let path = |index| {
        let answer = to(&format!("m{index}.Schema{index}"));
        (format!("/p{index}"), json!({"get": operation(index, &answer, json!({}))}))
    };
    document(all(count, path), all(count, schema), &[], Map::new())
}

fn required(count: usize) -> Value {
    let mut document = object(count, json!({}));
    let names: Vec<String> = (0..count).map(|index| format!("member{index}")).collect();
    document["components"]["schemas"]["Root"]["required"] = json!(names);
    document
}

fn values(count: usize) -> Value {
    let values: Vec<String> = (0..count).map(|index| format!("VALUE_{index}")).collect();
    of_schemas(all(1, |_| ("Root".to_owned(), json!({"type": "string", "enum": values}))))
}

fn parameters(count: usize) -> Value {
    let parameter = |index| json!({"name": format!("p{index}"), "in": "query", "schema": {"type": "string"}});
    let list: Vec<Value> = (0..count).map(parameter).collect();
    let operation = operation(0, &json!({"type": "string"}), json!({"parameters": list}));
    document(only(operation), Map::new(), &[], Map::new())
}

fn schemes(count: usize) -> Value {
    let scheme = |index| {
        let name = format!("x-h{index}");
        (format!("s{index}"), json!({"type": "apiKey", "in": "header", "name": name}))
    };
    let path = |index| {
        let more = json!({"security": [{format!("s{index}"): []}]});
        (format!("/p{index}"), json!({"get": operation(index, &json!({"type": "string"}), more)}))
    };
    document(all(count, path), Map::new(), &[], all(count, scheme))
}

fn faults(count: usize) -> Value {
    let fault = |index| {
        let tag = json!({"type": "string", "enum": [format!("f{index}")]});
        (format!("F{index}"), json!({"type": "object", "required": ["type"], "properties": {"type": tag}}))
    };
    let mut schemas = all(count, fault);
    let arms: Vec<Value> = (0..count).map(|index| to(&format!("F{index}"))).collect();
    let mapping = all(count, |index| (format!("f{index}"), json!(format!("#/components/schemas/F{index}"))));
    let union = json!({"oneOf": arms, "discriminator": {"propertyName": "type", "mapping": mapping}});
    schemas.insert("Fault".to_owned(), union);
    let mut operation = operation(0, &json!({"type": "string"}), json!({}));
    operation["responses"]["400"] =
        json!({"description": "Bad.", "content": {"application/json": {"schema": to("Fault")}}});
    document(only(operation), schemas, &[], Map::new())
}

fn checks(count: usize) -> Value {
    let mut root = small();
    let checks: Vec<Value> = (0..count).map(|index| json!({"id": format!("R-{index}"), "doc": "A rule."})).collect();
    root["x-codegen-checks"] = json!(checks);
    let body = json!({"requestBody": {"required": true, "content": {"application/json": {"schema": to("Root")}}}});
    let operation = operation(0, &json!({"type": "string"}), body);
    let paths = all(1, |_| ("/x".to_owned(), json!({"post": operation})));
    document(paths, all(1, |_| ("Root".to_owned(), root.clone())), &[], Map::new())
}

fn clashes(count: usize) -> Value {
    let name = |index: usize| format!("a{}{}b", "_".repeat(index % 200), ".".repeat(index / 200));
    let members = all(count, |index| (name(index), json!({"type": "string"})));
    of_schemas(all(1, |_| ("Root".to_owned(), json!({"type": "object", "properties": members}))))
}

fn dangling(count: usize) -> Value {
    let members = all(count, |index| (format!("m{index}"), to(&format!("Nope{index}"))));
    of_schemas(all(1, |_| ("Root".to_owned(), json!({"type": "object", "properties": members}))))
}

/// A schema of so many parts that requires as many members, none of which is there.
fn parts(count: usize) -> Value {
    let parts: Vec<Value> = (0..count).map(|index| json!({"properties": {format!("p{index}"): {}}})).collect();
    let names: Vec<String> = (0..count).map(|index| format!("q{index}")).collect();
    of_schemas(all(1, |_| ("Root".to_owned(), json!({"oneOf": parts, "required": names}))))
}

/// An operation whose description is the text.
fn described(text: &str) -> Value {
    document(only(operation(0, &json!({"type": "string"}), json!({"description": text}))), Map::new(), &[], Map::new())
}
