//! Tables of names: what a document says, what Rust sees.

use super::{Candidate, Namespace, Table, derive};
use crate::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::options::Strictness;
use crate::pointer::Pointer;

#[test]
fn words_and_casing() {
    for (text, field, ty) in [
        ("IPv6Spec", "ipv6_spec", "Ipv6Spec"),
        ("IPv4", "ipv4", "Ipv4"),
        ("IPV4", "ipv4", "Ipv4"),
        ("IP_v4", "ip_v4", "IpV4"),
        ("ip_v4", "ip_v4", "IpV4"),
        ("IPv4Address", "ipv4_address", "Ipv4Address"),
        ("IPv4address", "ipv4_address", "Ipv4Address"),
        ("useIPv6", "use_ipv6", "UseIpv6"),
        ("HAIPv6Spec", "ha_ipv6_spec", "HaIpv6Spec"),
        ("TLSv1.2", "tlsv1_2", "Tlsv1_2"),
        ("ssl_thumbprint", "ssl_thumbprint", "SslThumbprint"),
        ("SSLThumbprint", "ssl_thumbprint", "SslThumbprint"),
        ("DNSServers", "dns_servers", "DnsServers"),
        ("VCID", "vc_id", "VcId"),
        ("VCHACluster", "vcha_cluster", "VchaCluster"),
        ("VCHAClusterID", "vcha_cluster_id", "VchaClusterId"),
        ("HAIP", "ha_ip", "HaIp"),
        ("APIURL", "api_url", "ApiUrl"),
        ("hostIDs", "host_ids", "HostIds"),
        ("VMs", "vms", "Vms"),
        ("URLsByID", "urls_by_id", "UrlsById"),
        ("SOLID", "solid", "Solid"),
        ("OAuth2Token", "oauth2_token", "Oauth2Token"),
        ("sha256Hash", "sha256_hash", "Sha256Hash"),
        ("redeploy$task", "redeploy_task", "RedeployTask"),
        ("STANDARD_PORTGROUP", "standard_portgroup", "StandardPortgroup"),
        ("vcha/cluster/passive", "vcha_cluster_passive", "VchaClusterPassive"),
        ("com.vmware.vapi.std.errors.error", "com_vmware_vapi_std_errors_error", "ComVmwareVapiStdErrorsError"),
        ("vmware-api-session-id", "vmware_api_session_id", "VmwareApiSessionId"),
        ("  padded  ", "padded", "Padded"),
        ("~action", "action", "Action"),
        ("@kind", "kind", "Kind"),
        ("don't", "dont", "Dont"),
        ("MiB", "mib", "Mib"),
        ("sizeMiB", "size_mib", "SizeMib"),
        ("memory_GiB", "memory_gib", "MemoryGib"),
        ("KiBytes", "ki_bytes", "KiBytes"),
        ("Votes +1", "votes_plus_1", "VotesPlus1"),
        ("Votes -1", "votes_minus_1", "VotesMinus1"),
        ("reactions-+1", "reactions_plus_1", "ReactionsPlus1"),
        ("reactions--1", "reactions_minus_1", "ReactionsMinus1"),
        ("Etc/GMT+10", "etc_gmt_plus_10", "EtcGmtPlus10"),
        ("Etc/GMT-10", "etc_gmt_10", "EtcGmt10"),
        ("StartTime<", "start_time_less", "StartTimeLess"),
        ("StartTime>=", "start_time_at_least", "StartTimeAtLeast"),
        ("Cat - small", "cat_small", "CatSmall"),
        ("application/vnd.api+json", "application_vnd_api_json", "ApplicationVndApiJson"),
    ] {
        assert_eq!(derive(Namespace::Fields, text), field, "{text}");
        assert_eq!(derive(Namespace::Types, text), ty, "{text}");
    }
}

#[test]
fn obstacle_course() {
    for (text, field, variant) in [
        ("", "empty", "Empty"),
        (" ", "space", "Space"),
        ("_", "underscore", "Underscore"),
        ("__", "underscore_underscore", "UnderscoreUnderscore"),
        ("\0", "empty", "Empty"),
        ("+1", "plus_1", "Plus1"),
        ("-1", "minus_1", "Minus1"),
        ("1", "n1", "N1"),
        ("12", "n12", "N12"),
        ("1.2", "n1_2", "N1_2"),
        ("2024-01-31", "n2024_01_31", "N2024_01_31"),
        ("3scale", "n3scale", "N3scale"),
        ("=", "equal", "Equal"),
        ("!=", "not_equal", "NotEqual"),
        ("<", "less", "Less"),
        ("<=", "at_most", "AtMost"),
        (">", "greater", "Greater"),
        (">=", "at_least", "AtLeast"),
        ("=~", "matches", "Matches"),
        (">10", "greater_10", "Greater10"),
        ("!active", "not_active", "NotActive"),
        ("-name", "name", "Name"),
        ("50%", "n50_percent", "N50Percent"),
        ("C", "c", "C"),
        ("C++", "c_plus_plus", "CPlusPlus"),
        ("C#", "c_hash", "CHash"),
        ("*", "star", "Star"),
        ("a*b", "a_b", "AB"),
        ("self", "self_", "SelfValue"),
        ("Self", "self_", "SelfValue"),
        ("super", "super_", "Super"),
        ("crate", "crate_", "Crate"),
        ("type", "r#type", "Type"),
        ("gen", "r#gen", "Gen"),
        ("async", "r#async", "Async"),
        ("move", "r#move", "Move"),
        ("union", "union", "Union"),
        ("r#type", "r_type", "RType"),
        ("unlisted", "unlisted", "UnlistedValue"),
        ("größe", "grosse", "Grosse"),
        ("E\u{301}tat", "etat", "Etat"),
        ("Łódź", "lodz", "Lodz"),
        ("温度", "u6e29_u5ea6", "U6e29U5ea6"),
        ("x²", "x_ub2", "XUb2"),
        ("\u{202e}evil", "evil", "Evil"),
        ("🦀", "u1f980", "U1f980"),
        ("İstanbul", "istanbul", "Istanbul"),
    ] {
        assert_eq!(derive(Namespace::Fields, text), field, "{text:?} as a field");
        assert_eq!(derive(Namespace::Values, text), variant, "{text:?} as a variant");
    }
}

#[test]
fn reserved_words_by_namespace() {
    for (namespace, text, expected) in [
        (Namespace::Types, "option", "OptionType"),
        (Namespace::Types, "Result", "ResultType"),
        (Namespace::Types, "String", "StringType"),
        (Namespace::Types, "Ok", "OkType"),
        (Namespace::Types, "Self", "SelfType"),
        (Namespace::Types, "RawFault", "RawFaultType"),
        (Namespace::Types, "request", "RequestType"),
        (Namespace::Values, "None", "None"),
        (Namespace::Faults, "other", "OtherFault"),
        (Namespace::Faults, "unlisted", "Unlisted"),
        (Namespace::Modules, "type", "type_"),
        (Namespace::Modules, "Mod", "mod_"),
        (Namespace::Modules, "std", "std_"),
        (Namespace::Modules, "HTTP", "http_"),
        (Namespace::Modules, "CON", "con_"),
        (Namespace::Constructors, "clone", "clone_"),
        (Namespace::Constructors, "new", "new"),
        (Namespace::Constructors, "IPV6", "ipv6"),
        (Namespace::Hooks, "R-PLACEMENT-1", "r_placement_1"),
        (Namespace::Hooks, "R-CONN-5E", "r_conn_5e"),
        (Namespace::Hooks, "R-IPV4-2", "r_ipv4_2"),
        (Namespace::Hooks, "4711", "n4711"),
        (Namespace::Constants, "R-PLACEMENT-1", "R_PLACEMENT_1"),
        (Namespace::Constants, "fooBar", "FOOBAR"),
        (Namespace::Constants, "all", "ALL_RULE"),
        (Namespace::Constants, "4711", "N4711"),
        (Namespace::Constants, "type", "TYPE"),
    ] {
        assert_eq!(derive(namespace, text), expected, "{text} as {namespace:?}");
    }
}

#[test]
fn every_derived_name_is_a_name() {
    let alphabet = ["a", "B", "7", "_", "-", "+", "é", "中", "IP", "v4", "s", "ID", "self", "\u{0}", "²", "'", "Σ"];
    for first in alphabet {
        for second in alphabet {
            for third in alphabet {
                let text = format!("{first}{second}{third}");
                for namespace in [Namespace::Types, Namespace::Fields, Namespace::Hooks, Namespace::Constants] {
                    let name = derive(namespace, &text);
                    assert!(syn::parse_str::<syn::Ident>(&name).is_ok(), "{text:?} gives {name:?}");
                    assert!(!name.contains("__") && name.is_ascii(), "{text:?} gives {name:?}");
                }
            }
        }
    }
}

#[test]
fn long_texts_are_no_burden() {
    for piece in ["IDHA", "A1", "Ab", "+1", "v1", "é"] {
        let name = derive(Namespace::Types, &piece.repeat(50_000));
        assert!(name.len() >= 50_000, "{piece}");
    }
}

fn place(member: &str) -> Place {
    Place::key(Pointer::root().join(member))
}

fn assign(namespace: Namespace, strictness: Strictness, candidates: &[Candidate]) -> (Vec<String>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let names = Table::new(namespace, strictness).assign(candidates, &mut found);
    (names.iter().map(|name| name.as_str().to_owned()).collect(), found)
}

#[test]
fn a_clash_in_our_own_document_is_an_error_that_names_both() {
    let candidates = [Candidate::new("a.b", place("first")), Candidate::new("a_b", place("second"))];
    let (_, found) = assign(Namespace::Fields, Strictness::Own, &candidates);
    assert_eq!(found.len(), 1);
    let clash = &found[0];
    assert_eq!((clash.code, clash.severity), (Code::NameClash, Severity::Error));
    assert_eq!(clash.message, "`a_b` and `a.b` get the same field name `a_b`");
    assert_eq!(clash.place, place("first"));
    assert_eq!(clash.related[0].0, place("second"));
    assert!(clash.help.as_deref().is_some_and(|help| help.contains("x-codegen-name")));
}

#[test]
fn a_clash_elsewhere_is_settled_by_what_each_text_is_and_not_by_its_turn() {
    for (namespace, texts) in [
        (Namespace::Fields, &[("a.b", "a_dot_b"), ("a_b", "a_b"), ("a/b", "a_slash_b"), ("A_B", "a_b_upper")] as &[_]),
        (Namespace::Fields, &[("id", "id"), ("_id", "underscore_id"), ("ID", "id_upper"), ("$id", "dollar_id")]),
        (Namespace::Fields, &[("a-b", "a_dash_b"), ("a b", "a_space_b"), ("aB", "a_b"), ("AB", "ab")]),
        (Namespace::Fields, &[("type", "r#type"), ("Type", "type_capital"), ("TYPE", "type_upper")]),
        (Namespace::Fields, &[("fooBar", "foo_bar_camel"), ("foo_bar", "foo_bar"), ("FooBar", "foo_bar_capital")]),
        (Namespace::Types, &[("IPv4", "Ipv4Capital"), ("Ipv4", "Ipv4"), ("ipv4", "Ipv4Lower")]),
        (Namespace::Types, &[("Pet", "Pet"), ("pet", "PetLower"), ("PET", "PetUpper"), ("Option", "OptionType")]),
        (Namespace::Values, &[("asc", "Asc"), ("ASC", "AscUpper"), ("+asc", "PlusAsc"), ("-asc", "DashAsc")]),
        (Namespace::Values, &[("m", "MLower"), ("M", "M"), ("MIB", "MibUpper"), ("MiB", "Mib"), ("MB", "Mb")]),
        (Namespace::Values, &[("caf\u{e9}", "CafUe9"), ("cafe", "Cafe"), ("caf\u{e8}", "CafUe8"), ("\u{e9}", "E")]),
        (Namespace::Modules, &[("pets", "pets"), ("Pets", "pets_capital"), ("pets!", "pets_not")]),
    ] {
        let whole: Vec<_> = texts.iter().map(|(text, _)| Candidate::new(*text, place(text))).collect();
        for turn in 0..whole.len() {
            let mut candidates = whole.clone();
            candidates.rotate_left(turn);
            for candidates in [candidates.clone(), candidates.into_iter().rev().collect()] {
                let (names, found) = assign(namespace, Strictness::Foreign, &candidates);
                for (candidate, name) in candidates.iter().zip(names) {
                    assert!(texts.contains(&(candidate.text.as_str(), name.as_str())), "{name} in {candidates:?}");
                }
                assert!(found.iter().all(|one| one.severity == Severity::Warning));
            }
        }
    }
}

/// One text twice: the place tells them apart, and where that does not, a mark made of both.
#[test]
fn one_text_in_two_places_is_told_apart_by_the_place() {
    let at = |pointer: &str| Place::key(pointer.split('/').skip(1).fold(Pointer::root(), |at, part| at.join(part)));
    let inner = Candidate::new("Pet votes", at("/components/schemas/Pet/properties/votes")).made_up(true);
    let outer = Candidate::new("PetVotes", at("/components/schemas/PetVotes"));
    let (names, _) = assign(Namespace::Types, Strictness::Foreign, &[inner.clone(), outer.clone()]);
    assert_eq!(names, ["PetPropertiesVotes", "PetVotes"]);
    let list = |path: &str| {
        let at = Pointer::root().join("paths").join(path).join("get").join("schema");
        Candidate::new("list response", Place::key(at)).made_up(true)
    };
    let (names, _) = assign(Namespace::Types, Strictness::Foreign, &[list("/b/{id}"), list("/a")]);
    assert_eq!(names, ["BIdListResponse", "ListResponse"]);
    let third = Candidate::new("PetPropertiesVotes", at("/components/schemas/PetPropertiesVotes"));
    let (names, _) = assign(Namespace::Types, Strictness::Foreign, &[third, inner, outer]);
    assert_eq!(names, ["PetPropertiesVotes", "PetVotesX1d5adfbb", "PetVotes"]);
}

#[test]
fn the_author_goes_first() {
    let candidates = [
        Candidate::new("limit", place("a")),
        Candidate::new("maximum", place("b")).named(Some("limit"), place("name")),
    ];
    let (names, found) = assign(Namespace::Fields, Strictness::Foreign, &candidates);
    assert_eq!(names, ["limit_field", "limit"]);
    assert_eq!(found.len(), 1);
}

#[test]
fn what_the_document_calls_by_name_goes_before_what_it_does_not() {
    let candidates = [
        Candidate::new("add pet request", place("add pet request schema")).made_up(true),
        Candidate::new("AddPetRequest", place("b")),
    ];
    assert_eq!(assign(Namespace::Types, Strictness::Foreign, &candidates).0, ["AddPetRequestSchema", "AddPetRequest"]);
}

#[test]
fn an_authors_choice_has_to_be_a_name_of_the_right_case() {
    for (namespace, name, proposal) in [
        (Namespace::Fields, "IpFamily", "`ip_family` would do"),
        (Namespace::Fields, "type", "`type_` would do"),
        (Namespace::Fields, "r#type", "`r_type` would do"),
        (Namespace::Fields, "a__b", "`a_b` would do"),
        (Namespace::Fields, "a b", "`a_b` would do"),
        (Namespace::Fields, "", "`empty` would do"),
        (Namespace::Types, "ip_spec", "`IpSpec` would do"),
        (Namespace::Types, "Ip_Spec", "`IpSpec` would do"),
        (Namespace::Types, "Option", "`OptionType` would do"),
        (Namespace::Types, "Größe", "`Grosse` would do"),
        (Namespace::Values, "Unlisted", "`UnlistedValue` would do"),
    ] {
        let candidates = [Candidate::new("derived", place("a")).named(Some(name), place("name"))];
        let (names, found) = assign(namespace, Strictness::Own, &candidates);
        assert_eq!(names, [derive(namespace, "derived")], "{name}");
        assert_eq!((found[0].code, found[0].severity), (Code::BadName, Severity::Error), "{name}");
        assert_eq!(found[0].place, place("name"));
        let help = found[0].help.as_deref().unwrap_or_default();
        assert!(help.starts_with(proposal), "{name}: {help}");
    }
    for (namespace, name) in [(Namespace::Types, "V1_2"), (Namespace::Fields, "ip_v4"), (Namespace::Modules, "passive")]
    {
        let candidates = [Candidate::new("derived", place("a")).named(Some(name), place("name"))];
        assert_eq!(assign(namespace, Strictness::Own, &candidates), (vec![name.to_owned()], Vec::new()));
    }
}

/// What is added to the runtime must not clash with a schema that has its name.
#[test]
fn every_name_of_the_runtime_is_reserved() {
    let runtime = include_str!("../../runtime/mod.rs");
    let (public, _) = runtime.split_once("pub mod support").unwrap_or((runtime, ""));
    let uses = public.split("pub use ").skip(1).filter_map(|rest| rest.split_once(';'));
    let names: Vec<&str> = uses
        .flat_map(|(item, _)| item.split(|letter: char| !letter.is_alphanumeric() && letter != '_'))
        .filter(|name| name.starts_with(char::is_uppercase))
        .collect();
    assert!(names.len() > 40 && names.contains(&"Thumbprint"), "{names:?}");
    for name in names {
        assert_eq!(derive(Namespace::Types, name), format!("{name}Type"));
    }
}
