//! What `vcenter-sim` says once it listens: as lines for people, which a script can cut, or as one JSON object.
//! A password that was given on the command line is not said again.

use serde_json::json;
use vcha_tests::sim::{Sim, Tls};

use crate::arguments::Arguments;

/// Names are as wide as this in front of their values.
const WIDTH: usize = 13;

/// One line a fact, and a first conversation to paste into a shell.
pub(crate) fn lines(sim: &Sim, wish: &Arguments) -> String {
    let seed = wish.seed.to_string();
    let ca_file = wish.ca_file.as_ref().map(|file| file.display().to_string());
    let facts = [
        ("URL", Some(sim.url())),
        ("User", Some(wish.user.as_str())),
        ("Password", Some(password(wish).unwrap_or("as given"))),
        ("SHA-256", sim.thumbprint_sha256()),
        ("SHA-1", sim.thumbprint_sha1()),
        ("CA file", ca_file.as_deref()),
        ("Other host", sim.other_url()),
        ("Scenario", Some(wish.scenario_name.as_str())),
        ("Seed", Some(seed.as_str())),
    ];
    let facts = facts.into_iter().filter_map(|(name, value)| value.map(|value| format!("{name:<WIDTH$}{value}\n")));
    facts.chain([conversation(sim, wish)]).collect()
}

/// All facts in one object on one line.
pub(crate) fn json(sim: &Sim, wish: &Arguments) -> String {
    let object = json!({
        "url": sim.url(),
        "user": wish.user,
        "password": password(wish),
        "thumbprint_sha256": sim.thumbprint_sha256(),
        "thumbprint_sha1": sim.thumbprint_sha1(),
        "ca_file": wish.ca_file.as_ref().map(|file| file.display().to_string()),
        "other_url": sim.other_url(),
        "scenario": wish.scenario_name,
        "seed": wish.seed,
    });
    format!("{object}\n")
}

fn password(wish: &Arguments) -> Option<&str> {
    wish.password_is_ours.then_some(wish.password.as_str())
}

fn conversation(sim: &Sim, wish: &Arguments) -> String {
    let trust = match (&wish.ca_file, wish.tls) {
        (_, Tls::Plain) => String::new(),
        (Some(file), _) => format!(" --cacert {}", quoted(&file.display().to_string())),
        (None, _) => " --insecure".to_owned(),
    };
    let account = match password(wish) {
        Some(password) => format!("{}:{password}", wish.user),
        None => wish.user.clone(),
    };
    let (url, curl, account) = (sim.url(), format!("curl -sS{trust}"), quoted(&account));
    format!(
        r#"
Log in, redeploy, and look at the task:

  TOKEN=$({curl} -X POST -u {account} -H 'vmware-use-header-authn: true' \
    {url}/rest/com/vmware/cis/session | cut -d'"' -f4)
  TASK=$({curl} -H "vmware-api-session-id: $TOKEN" -H 'content-type: application/json' \
    -d '{{"spec":{{"placement":{{"name":"passive","folder":"group-v3"}}}}}}' \
    '{url}/rest/vcenter/vcha/cluster/passive?vmw-task=true&action=redeploy' | cut -d'"' -f4)
  {curl} -H "vmware-api-session-id: $TOKEN" "{url}/rest/cis/tasks/$TASK"

Ctrl-C ends it.
"#
    )
}

/// Text as one word of a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
