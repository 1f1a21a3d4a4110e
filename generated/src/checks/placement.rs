//! Rules about where the new node goes: its name, its networks, its storage.
//!
//! Identifiers are opaque: nothing here may look at how one is spelt.

use super::quote::Quoted;
use crate::api::rt::Check;
use crate::api::types::{DiskSpec, PlacementSpec};

/// The most characters that vSphere usually takes for the name of a virtual machine.
const NAME_LIMIT: usize = 80;

/// R-NAME-1, the doubtful cases: a name that is too long for most servers, or only blanks.
///
/// That the name is not empty is checked by generated code, from `minLength`.
pub(super) fn name(value: &PlacementSpec, check: &mut Check<'_>) {
    let count = value.name.chars().count();
    if count > NAME_LIMIT {
        check.warn(
            "/name",
            format!("has {count} characters; vSphere usually takes at most {NAME_LIMIT}, so shorten it"),
        );
    }
    if count > 0 && value.name.chars().all(char::is_whitespace) {
        check.warn("/name", "holds nothing but blanks; give the virtual machine a name that can be seen");
    }
}

/// R-PLACEMENT-1: the server reports an error for an HA network whose type is unset.
pub(super) fn ha_network_has_type(value: &PlacementSpec, check: &mut Check<'_>) {
    if value.ha_network.is_some() && value.ha_network_type.is_none() {
        check.fail("/ha_network_type", "must be set, because `ha_network` is; set it, or leave both out");
    }
}

/// R-PLACEMENT-2: a type without an HA network is legal and pointless.
pub(super) fn ha_type_has_network(value: &PlacementSpec, check: &mut Check<'_>) {
    if let (None, Some(kind)) = (&value.ha_network, &value.ha_network_type) {
        check.fail("/ha_network_type", ignored(kind.as_str(), "ha_network"));
    }
}

/// R-PLACEMENT-3: the server reports an error for a management network whose type is unset.
pub(super) fn management_network_has_type(value: &PlacementSpec, check: &mut Check<'_>) {
    if value.management_network.is_some() && value.management_network_type.is_none() {
        let message = "must be set, because `management_network` is; set it, or leave both out";
        check.fail("/management_network_type", message);
    }
}

/// R-PLACEMENT-4: a type without a management network is legal and pointless.
pub(super) fn management_type_has_network(value: &PlacementSpec, check: &mut Check<'_>) {
    if let (None, Some(kind)) = (&value.management_network, &value.management_network_type) {
        check.fail("/management_network_type", ignored(kind.as_str(), "management_network"));
    }
}

fn ignored(kind: &str, network: &str) -> String {
    format!("is {}, which the server ignores while `{network}` is unset; set that too, or leave both out", Quoted(kind))
}

/// R-STORAGE-1: a storage that names no datastore says nothing.
pub(super) fn storage_has_datastore(value: &DiskSpec, check: &mut Check<'_>) {
    if value.datastore.is_none() {
        check.fail("/datastore", "is unset, so that the storage says nothing; set it, or leave `storage` out");
    }
}
