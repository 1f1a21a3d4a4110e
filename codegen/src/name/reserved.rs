//! Names that Rust, the prelude or the generated code around has taken, and what is written instead.

use super::Namespace;

/// Keywords of edition 2024, strict and reserved.
const KEYWORDS: &str = "
    abstract as async await become box break const continue crate do dyn else enum extern false final fn for gen if
    impl in let loop macro match mod move mut override priv pub ref return self static struct super trait true try
    type typeof unsafe unsized use virtual where while yield
";

/// Keywords that not even `r#` makes a name.
const NEVER_RAW: &str = "crate self super";

/// Crates that generated code names (`core` is none of them), files that some systems cannot have, and the modules around
/// those of the document: clippy minds `types::types`.
const MODULES: &str = "
    alloc aux com1 com2 com3 com4 com5 com6 com7 com8 com9 con http impls lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8
    lpt9 nul operations prn proc_macro reqwest root serde serde_core serde_json std test types zeroize
";

/// The prelude, the runtime, what else stands in a generated file beside the types of the document, and `New`, whose
/// `new` would look like a constructor that is called like its type.
const TYPES: &str = "
    AsMut AsRef Authorize BTreeMap Base64 BaseUrl Basic BlockingChunks BlockingClient BlockingEventStream BlockingStreamTransport
    BlockingTransport BlockingUploadTransport Body Box BuildError
    Check Checks ChunkSource Chunks Client Clone Copy Date DateTime Debug DecodeError Default Deserialize Deserializer Display
    DoubleEndedIterator Drop Eq Err Error EventOperation EventReader EventTooLong EventStream
    ExactSizeIterator Extend Fault FaultResponse
    FilePart Fn FnMut FnOnce From FromIterator FromJson Future Hash HeaderMap HeaderName HeaderValue Into
    IntoFuture IntoIterator InvalidBaseUrl InvalidFormat InvalidProxy InvalidThumbprint Iterator Json
    KnownMember Method Mode New NoAuth None Ok OpenObject Operation Option Ord OtherMembers PartialEq PartialOrd Patch Path
    Proxy RawFault ReadRules Reader Report Request ReqwestBlockingTransport ReqwestTransport Response
    ResponseError Result Rule Secret Secrets Self Send Serialize Serializer ServerEvent Settings Severity Sized
    Slot Some StreamOperation StreamTransport String Sync Thumbprint Time ToJson ToOwned ToString Transport TransportError TransportErrorKind
    TryFrom TryInto TypedBody Unlisted UnlistedNumber Untrusted UploadBody UploadOperation UploadTransport
    Uri Uuid Validate Value Vec View Violation Writer
";

/// Methods that every generated struct has, which a constructor of the same name would hide.
const CONSTRUCTORS: &str = "
    borrow clone cmp default deserialize drop eq fmt from from_json hash into ne serialize to_json to_owned try_from
    try_into type_id validate validate_at
";

fn lists(words: &str, name: &str) -> bool {
    // Most names stand nowhere in the list, and `contains` is faster than a look at every word.
    words.contains(name) && words.split_ascii_whitespace().any(|word| word == name)
}

/// Whether the name, as it stands, is no name for this.
pub(super) fn is_reserved(namespace: Namespace, name: &str) -> bool {
    lists(KEYWORDS, name) || suffix(namespace, name).is_some()
}

/// The name itself, or what is written in its place.
pub(super) fn avoid(namespace: Namespace, name: &str) -> String {
    if let Some(suffix) = suffix(namespace, name) {
        return format!("{name}{suffix}");
    }
    if !lists(KEYWORDS, name) {
        return name.to_owned();
    }
    // `mod r#type;` works, but its file and every path to it then disagree about the prefix.
    if namespace == Namespace::Modules || lists(NEVER_RAW, name) { format!("{name}_") } else { format!("r#{name}") }
}

fn suffix(namespace: Namespace, name: &str) -> Option<&'static str> {
    let taken = match namespace {
        Namespace::Modules => (lists(MODULES, name), "_"),
        Namespace::Types => (lists(TYPES, name), "Type"),
        Namespace::Values => (matches!(name, "Self" | "Unlisted"), "Value"),
        Namespace::Faults => (matches!(name, "Self" | "Other"), "Fault"),
        Namespace::Arms => (matches!(name, "Self" | "Other"), "Arm"),
        Namespace::Constructors => (lists(CONSTRUCTORS, name), "_"),
        Namespace::Constants => (matches!(name, "ALL" | "READ"), "_RULE"),
        Namespace::Fields | Namespace::Hooks => (false, ""),
    };
    taken.0.then_some(taken.1)
}
