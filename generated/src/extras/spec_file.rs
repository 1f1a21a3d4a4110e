//! Reads a redeploy request that a person wrote, and reports everything that is wrong with it at once.
//!
//! Which file it comes from and in which format is the caller's business.

use super::repair::repair;
use crate::api::rt::{Json, Mode, Path, Report, Severity, Validate as _, Violation, read};
use crate::api::rules;
use crate::api::types::RedeploySpec;
use crate::checks::Rules;

/// The member of the request's envelope, and so the first segment of every pointer.
const ENVELOPE: &str = "spec";

/// Reads a request from JSON, or from any other format that can be read as [`Json`].
///
/// Both forms are taken: the bare request, and the request in its envelope, `{"spec": …}`, as it goes over the wire.
/// Pointers begin with `/spec` either way, as those of [`RedeployTask`](crate::RedeployTask) do.
///
/// # Errors
///
/// A request that cannot be read gives one report of everything: what kept it from being read, and then what
/// [`Rules`] say about the rest of it. Say `{"name": ""}` is the placement: then the report names the missing folder
/// and the empty name. A request that can be read has not been judged yet; that is up to the caller.
///
/// ```
/// use vcha_client::{Json, Rules, Validate, read_redeploy_spec};
///
/// let json: Json = serde_json::from_str(r#"{"placement": {"name": "vc-passive", "folder": "group-v3"}}"#)?;
/// let spec = read_redeploy_spec(&json)?;
/// assert!(spec.validate(&Rules).is_clean());
///
/// let json: Json = serde_json::from_str(r#"{"spec": {"placement": {"name": ""}}}"#)?;
/// let report = read_redeploy_spec(&json).unwrap_err();
/// let found: Vec<_> = report.violations().iter().map(|found| (found.rule, found.pointer.as_str())).collect();
/// assert_eq!(found, [("R-REQ-FOLDER", "/spec/placement/folder"), ("R-NAME-1", "/spec/placement/name")]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_redeploy_spec(json: &Json) -> Result<RedeploySpec, Report> {
    let mut envelope = Report::default();
    let bare = unwrap(json, &mut envelope);
    let root = Path::ROOT;
    let at = root.member(ENVELOPE);
    match read::<RedeploySpec>(bare, &at, Mode::Request, &rules::READ) {
        Ok(spec) if envelope.is_clean() => Ok(spec),
        Ok(spec) => {
            spec.validate_at(&Rules, &at, &mut envelope);
            Err(envelope)
        }
        Err(report) => {
            envelope.append(report);
            judge_the_rest(bare, &at, &mut envelope);
            Err(envelope)
        }
    }
}

/// The request without its envelope. What stands beside it in the envelope would vanish, so it is reported.
fn unwrap<'a>(json: &'a Json, report: &mut Report) -> &'a Json {
    let (Json::Object(members), Some(spec)) = (json, json.member(ENVELOPE)) else { return json };
    let root = Path::ROOT;
    let at = root.member(ENVELOPE);
    if members.iter().filter(|(name, _)| name == ENVELOPE).count() > 1 {
        report.add(&rules::R_TYPE, &at, "stands more than once; keep one of them");
    }
    if members.iter().any(|(name, _)| name != ENVELOPE) {
        let message = "has other members beside it, which cannot be sent; move them into `spec`, or leave them out";
        report.add(&rules::R_UNKNOWN, &at, message);
    }
    spec
}

/// Judges what can be judged of a request that cannot be read: the parts in the way are repaired in a copy, and what
/// the rules say about the repaired parts is left out.
fn judge_the_rest(json: &Json, at: &Path<'_>, report: &mut Report) {
    let Some((spec, repaired)) =
        repair(json, &at.to_string(), |copy| read::<RedeploySpec>(copy, at, Mode::Request, &rules::READ))
    else {
        return;
    };
    let mut found = Report::default();
    spec.validate_at(&Rules, at, &mut found);
    for violation in found.violations().iter().filter(|violation| !repaired.covers(&violation.pointer)) {
        add(violation, report);
    }
}

fn add(violation: &Violation, report: &mut Report) {
    let Some(rule) = rules::ALL.iter().find(|rule| rule.id == violation.rule) else { return };
    let mut check = report.check(rule, &Path::ROOT);
    match violation.severity {
        Severity::Error => check.fail(&violation.pointer, violation.message.clone()),
        Severity::Warning => check.warn(&violation.pointer, violation.message.clone()),
    }
}
