//! The rules that no OpenAPI keyword can state: one method for each, named after its id.
//!
//! What a rule asks for stands in the description, and with it on the trait [`Checks`]; how it is judged stands in
//! the modules below. Rules that a keyword states (`required`, `minimum`, …) are generated and do not belong here.

use crate::api::checks::Checks;
use crate::api::rt::Check;
use crate::api::types::{ConnectionSpec, DiskSpec, IpSpec, Ipv4Spec, Ipv6Spec, PlacementSpec};

mod address;
mod connection;
mod ip;
mod placement;
mod quote;

#[cfg(test)]
mod tests;

/// The hand-written rules of this crate.
///
/// It holds nothing: every rule looks at the value alone, never at a network, a clock or a setting. To judge by other
/// rules, implement [`Checks`] for a type of your own and hand over to `Rules` where you agree with it.
///
/// ```
/// use vcha_client::{PlacementSpec, Rules, Validate};
///
/// let mut placement = PlacementSpec::new("vc-passive", "group-v3");
/// assert!(placement.validate(&Rules).is_clean());
///
/// placement.ha_network = Some("network-11".into());
/// let report = placement.validate(&Rules);
/// assert_eq!(report.violations()[0].rule, "R-PLACEMENT-1");
/// assert_eq!(report.violations()[0].pointer, "/ha_network_type");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules;

impl Checks for Rules {
    fn r_conn_1(&self, value: &ConnectionSpec, check: &mut Check<'_>) {
        connection::hostname(value, check);
    }

    fn r_conn_4(&self, value: &ConnectionSpec, check: &mut Check<'_>) {
        connection::thumbprint(value, check);
    }

    fn r_conn_5(&self, value: &ConnectionSpec, check: &mut Check<'_>) {
        connection::username_is_set(value, check);
    }

    fn r_conn_5e(&self, value: &ConnectionSpec, check: &mut Check<'_>) {
        connection::username_is_not_empty(value, check);
    }

    fn r_conn_6(&self, value: &ConnectionSpec, check: &mut Check<'_>) {
        connection::password(value, check);
    }

    fn r_name_1(&self, value: &PlacementSpec, check: &mut Check<'_>) {
        placement::name(value, check);
    }

    fn r_placement_1(&self, value: &PlacementSpec, check: &mut Check<'_>) {
        placement::ha_network_has_type(value, check);
    }

    fn r_placement_2(&self, value: &PlacementSpec, check: &mut Check<'_>) {
        placement::ha_type_has_network(value, check);
    }

    fn r_placement_3(&self, value: &PlacementSpec, check: &mut Check<'_>) {
        placement::management_network_has_type(value, check);
    }

    fn r_placement_4(&self, value: &PlacementSpec, check: &mut Check<'_>) {
        placement::management_type_has_network(value, check);
    }

    fn r_storage_1(&self, value: &DiskSpec, check: &mut Check<'_>) {
        placement::storage_has_datastore(value, check);
    }

    fn r_gw_1(&self, value: &IpSpec, check: &mut Check<'_>) {
        ip::gateway_is_address(value, check);
    }

    fn r_gw_2(&self, value: &IpSpec, check: &mut Check<'_>) {
        ip::gateway_has_family(value, check);
    }

    fn r_dns_1(&self, value: &IpSpec, check: &mut Check<'_>) {
        ip::dns_servers(value, check);
    }

    fn r_ipv4_1(&self, value: &Ipv4Spec, check: &mut Check<'_>) {
        ip::ipv4_address(value, check);
    }

    fn r_ipv4_2(&self, value: &Ipv4Spec, check: &mut Check<'_>) {
        ip::mask_or_prefix(value, check);
    }

    fn r_ipv4_4(&self, value: &Ipv4Spec, check: &mut Check<'_>) {
        ip::mask_equals_prefix(value, check);
    }

    fn r_ipv4_5(&self, value: &Ipv4Spec, check: &mut Check<'_>) {
        ip::ipv4_prefix_is_not_zero(value, check);
    }

    fn r_ipv4_6(&self, value: &Ipv4Spec, check: &mut Check<'_>) {
        ip::subnet_mask(value, check);
    }

    fn r_ipv6_1(&self, value: &Ipv6Spec, check: &mut Check<'_>) {
        ip::ipv6_address(value, check);
    }

    fn r_ipv6_2(&self, value: &Ipv6Spec, check: &mut Check<'_>) {
        ip::ipv6_prefix_is_not_zero(value, check);
    }
}
