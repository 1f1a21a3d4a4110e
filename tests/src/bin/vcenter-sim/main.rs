//! `vcenter-sim`: starts the stand-in from the command line and says what to type next.
//! The stand-in is the library; the options are read in `arguments`.

#![cfg_attr(
    not(test),
    warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)
)]

mod arguments;

use std::env;
use std::fs;
use std::future::pending;
use std::io::{self, Write};
use std::process::ExitCode;

use arguments::{Arguments, Wish};
use vcha_tests::sim::{Sim, Tls};

fn main() -> ExitCode {
    let done = match arguments::read(env::args_os().skip(1)) {
        Ok(Wish::Help) => say(&arguments::help()),
        Ok(Wish::Version) => say(concat!("vcenter-sim ", env!("CARGO_PKG_VERSION"), "\n")),
        Ok(Wish::Serve(wish)) => serve(&wish),
        Err(error) => return complain(&error.to_string(), 2),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read the output has gone away, which is no failure.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => complain(&error.to_string(), 1),
    }
}

fn complain(text: &str, code: u8) -> ExitCode {
    // There is nowhere left to report a failure to.
    let _ = writeln!(io::stderr(), "vcenter-sim: {text}");
    ExitCode::from(code)
}

fn say(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

fn serve(wish: &Arguments) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut builder = Sim::builder()
            .seed(wish.seed)
            .account(&wish.user, &wish.password)
            .tls(wish.tls)
            .scenario(wish.scenario.clone())
            // Without a reader the log is lost; the stand-in goes on.
            .watch(|request| drop(say(&format!("{request}\n"))));
        if let Some(address) = wish.listen {
            builder = builder.listen(address);
        }
        let sim = builder.start().await?;
        if let (Some(file), Some(pem)) = (&wish.write_ca, sim.ca_pem()) {
            fs::write(file, pem)
                .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", file.display())))?;
        }
        say(&welcome(&sim, wish))?;
        if wish.once {
            sim.concluded().await;
        } else {
            pending::<()>().await;
        }
        Ok(())
    })
}

/// Where the stand-in is, what to trust, and a first conversation with it.
fn welcome(sim: &Sim, wish: &Arguments) -> String {
    let mut text = format!("URL          {}\nScenario     {}\n", sim.url(), wish.scenario_name);
    if let (Some(sha1), Some(sha256)) = (sim.thumbprint_sha1(), sim.thumbprint_sha256()) {
        let trust = match &wish.write_ca {
            Some(file) => file.display().to_string(),
            None => "not written; see --write-ca".to_owned(),
        };
        text.push_str(&format!("Certificate  {trust}\nSHA-1        {sha1}\nSHA-256      {sha256}\n"));
    }
    let trust = match (&wish.write_ca, wish.tls) {
        (_, Tls::Plain) => String::new(),
        (Some(file), _) => format!(" --cacert {}", quoted(&file.display().to_string())),
        (None, _) => " --insecure".to_owned(),
    };
    let account = if wish.password_is_ours { format!("{}:{}", wish.user, wish.password) } else { wish.user.clone() };
    let (url, curl, account) = (sim.url(), format!("curl -sS{trust}"), quoted(&account));
    text.push_str(&format!(
        r#"
Log in, redeploy, and put the task's id in place of TASK:

  TOKEN=$({curl} -X POST -u {account} -H 'vmware-use-header-authn: true' \
    {url}/rest/com/vmware/cis/session | cut -d'"' -f4)
  {curl} -H "vmware-api-session-id: $TOKEN" -H 'content-type: application/json' \
    -d '{{"spec":{{"placement":{{"name":"passive","folder":"group-v3"}}}}}}' \
    '{url}/rest/vcenter/vcha/cluster/passive?vmw-task=true&action=redeploy'
  {curl} -H "vmware-api-session-id: $TOKEN" '{url}/rest/cis/tasks/TASK'

Ctrl-C ends it. Requests:
"#
    ));
    text
}

/// Text as one word of a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
