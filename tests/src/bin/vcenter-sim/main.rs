//! `vcenter-sim`: starts the stand-in from the command line and says what to type next.
//! The stand-in is the library; the options are read in `arguments`.

#![cfg_attr(
    not(test),
    warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)
)]

mod arguments;
mod welcome;

use std::env;
use std::fs;
use std::future::pending;
use std::io::{self, Write};
use std::process::ExitCode;

use arguments::{Arguments, Wish};
use vcha_tests::sim::{Recorded, Sim};

fn main() -> ExitCode {
    let done = match arguments::read(env::args_os().skip(1)) {
        Ok(Wish::Help) => say(&arguments::help()),
        Ok(Wish::Version) => say(concat!("vcenter-sim ", env!("CARGO_PKG_VERSION"), "\n")),
        Ok(Wish::Serve(wish)) => serve(&wish),
        Err(error) => return complain(&error.to_string()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read the output has gone away, which is no failure.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => complain(&error.to_string()),
    }
}

fn complain(text: &str) -> ExitCode {
    // There is nowhere left to report a failure to.
    let _ = writeln!(io::stderr(), "vcenter-sim: {text}");
    ExitCode::from(2)
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
            .real_time();
        if let Some(address) = wish.listen {
            builder = builder.listen(address);
        }
        if !wish.quiet {
            builder = builder.watch(log);
        }
        let sim = builder.start().await?;
        if let (Some(file), Some(pem)) = (&wish.ca_file, sim.ca_pem()) {
            fs::write(file, pem)
                .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", file.display())))?;
        }
        say(&if wish.json { welcome::json(&sim, wish) } else { welcome::lines(&sim, wish) })?;
        if wish.once {
            sim.concluded().await;
        } else {
            pending::<()>().await;
        }
        Ok(())
    })
}

/// To standard error, so that a reader of standard output may stop after the first lines.
fn log(request: &Recorded) {
    let mut text = format!("{request}\n");
    for warning in &request.warnings {
        text.push_str(&format!("  warning: {warning}\n"));
    }
    // Without a reader the log is lost; the stand-in goes on.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
