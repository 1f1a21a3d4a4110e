//! The program from outside: what it prints, and when it ends.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::{Value, json};
use vcha_tests::sim::{DEFAULT_PASSWORD, DEFAULT_USER};

use super::client::secured;

const PROGRAM: &str = env!("CARGO_BIN_EXE_vcenter-sim");

/// A running program that is ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn started(arguments: &[&str]) -> (Running, BufReader<ChildStdout>) {
    let mut command = Command::new(PROGRAM);
    let mut child = command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    (Running(child), out)
}

/// Lines up to the one that ends them.
fn welcome(out: &mut impl BufRead) -> String {
    let mut text = String::new();
    while !text.ends_with("ends it.\n") {
        assert_ne!(out.read_line(&mut text).unwrap(), 0, "{text}");
    }
    text
}

fn field<'a>(text: &'a str, name: &str) -> &'a str {
    text.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim()
}

#[test]
fn it_says_where_it_is_what_to_trust_and_what_to_type() {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("program-ca-{}.pem", std::process::id()));
    let (_running, mut out) = started(&["--ca-file", file.to_str().unwrap(), "--scenario", "blocked"]);
    let text = welcome(&mut out);
    let url = field(&text, "URL");
    assert_eq!(field(&text, "Scenario"), "blocked");
    assert_eq!((field(&text, "User"), field(&text, "Password")), (DEFAULT_USER, DEFAULT_PASSWORD));
    assert_eq!(field(&text, "CA file"), file.to_str().unwrap());
    assert_eq!((field(&text, "SHA-1").len(), field(&text, "SHA-256").len()), (59, 95));
    assert!(text.contains("/rest/vcenter/vcha/cluster/passive?vmw-task=true&action=redeploy"));
    let pem = fs::read_to_string(&file).unwrap();
    let stream = TcpStream::connect(url.strip_prefix("https://").unwrap()).unwrap();
    assert!(secured(stream, &pem, "localhost").is_ok());
    drop(fs::remove_file(&file));
}

#[test]
fn a_script_gets_one_object_with_everything_it_needs() {
    let (_running, mut out) = started(&["--json", "--quiet", "--seed", "3", "--scenario", "redirect"]);
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    let facts: Value = serde_json::from_str(&line).unwrap();
    assert_eq!((&facts["user"], &facts["password"]), (&json!(DEFAULT_USER), &json!(DEFAULT_PASSWORD)));
    assert_eq!((&facts["scenario"], &facts["seed"], &facts["ca_file"]), (&json!("redirect"), &json!(3), &Value::Null));
    assert_eq!(facts["thumbprint_sha256"].as_str().unwrap().len(), 95);
    assert!(facts["other_url"].as_str().unwrap().starts_with("https://localhost:"));
    let address = facts["url"].as_str().unwrap().strip_prefix("https://").unwrap().to_owned();
    assert!(TcpStream::connect(address).is_ok());
}

#[test]
fn it_does_not_show_a_password_it_was_given() {
    let (_running, mut out) = started(&["--plain", "--password", "canary-4711"]);
    assert!(!welcome(&mut out).contains("canary-4711"));
    let (_running, mut out) = started(&["--plain", "--json", "--password", "canary-4711"]);
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    assert!(line.contains("\"password\":null") && !line.contains("canary-4711"), "{line}");
}

#[test]
fn once_ends_when_a_redeploy_is_over() {
    use std::io::{Read, Write};
    let (mut running, mut out) = started(&["--plain", "--once"]);
    let text = welcome(&mut out);
    let mut stream = TcpStream::connect(field(&text, "URL").strip_prefix("http://").unwrap()).unwrap();
    let request = "POST /rest/vcenter/vcha/cluster/passive HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
    drop(stream);
    assert!(running.0.wait().unwrap().success());
    let (mut rest, mut log) = (String::new(), String::new());
    out.read_to_string(&mut rest).unwrap();
    running.0.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    assert_eq!((rest.as_str(), log.as_str()), ("", "0 POST /rest/vcenter/vcha/cluster/passive -> 404\n"));
}

#[test]
fn a_wrong_option_ends_with_2_and_a_name() {
    let output = Command::new(PROGRAM).args(["--scenario", "nope"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("nope"));
    let help = Command::new(PROGRAM).arg("--help").output().unwrap();
    assert!(help.status.success() && String::from_utf8(help.stdout).unwrap().contains("task-fails-silently"));
}
