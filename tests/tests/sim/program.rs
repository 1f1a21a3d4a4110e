//! The program from outside: what it prints, and when it ends.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

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
    let mut child = Command::new(PROGRAM).args(arguments).stdout(Stdio::piped()).spawn().unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    (Running(child), out)
}

/// Lines up to the one that ends the welcome.
fn welcome(out: &mut impl BufRead) -> String {
    let mut text = String::new();
    while !text.ends_with("Requests:\n") {
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
    let (_running, mut out) = started(&["--write-ca", file.to_str().unwrap(), "--scenario", "blocked"]);
    let text = welcome(&mut out);
    let url = field(&text, "URL");
    assert_eq!(field(&text, "Scenario"), "blocked");
    assert_eq!((field(&text, "SHA-1").len(), field(&text, "SHA-256").len()), (59, 95));
    assert!(text.contains("/rest/vcenter/vcha/cluster/passive?vmw-task=true&action=redeploy"));
    let pem = fs::read_to_string(&file).unwrap();
    let stream = TcpStream::connect(url.strip_prefix("https://").unwrap()).unwrap();
    assert!(secured(stream, &pem, "localhost").is_ok());
    drop(fs::remove_file(&file));
}

#[test]
fn it_does_not_show_a_password_it_was_given() {
    let (_running, mut out) = started(&["--plain", "--password", "canary-4711"]);
    assert!(!welcome(&mut out).contains("canary-4711"));
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
    let mut log = String::new();
    out.read_to_string(&mut log).unwrap();
    assert_eq!(log, "0 POST /rest/vcenter/vcha/cluster/passive -> 404\n");
}

#[test]
fn a_wrong_option_ends_with_2_and_a_name() {
    let output = Command::new(PROGRAM).args(["--scenario", "nope"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("nope"));
    let help = Command::new(PROGRAM).arg("--help").output().unwrap();
    assert!(help.status.success() && String::from_utf8(help.stdout).unwrap().contains("task-fails-silently"));
}
